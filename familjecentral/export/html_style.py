"""The look of the report as a web page, on screen and printed from the browser."""

from __future__ import annotations

from familjecentral.export import paper

STYLE = f"""\
html {{ color: {paper.TEXT}; background: {paper.WHITE}; font: 1rem/1.5 "Source Sans 3", "Segoe UI",
  "Helvetica Neue", Arial, sans-serif; }}
body {{ max-width: 60rem; margin: 0 auto; padding: 0 1.25rem 3rem; }}
header {{ display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline;
  border-bottom: 2px solid {paper.PRIMARY}; color: {paper.TEXT_2}; }}
header p {{ margin: .75rem 0 .25rem; }}
header p:nth-child(2) {{ margin-left: auto; }}
.mark {{ border: 1px solid {paper.OUTLINE}; border-radius: 3px; padding: 0 .5rem; font-weight: 600;
  color: {paper.TEXT}; }}
.logo {{ float: right; max-width: 14rem; max-height: 8rem; margin: 1rem 0 0 1rem; }}
nav ul {{ display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }}
a {{ color: {paper.PRIMARY}; }}
a:focus-visible, .scroll:focus-visible, summary:focus-visible {{ outline: 3px solid
  {paper.PRIMARY}; outline-offset: 2px; }}
.skip {{ position: absolute; left: -100rem; }}
.skip:focus {{ left: 1rem; top: 1rem; background: {paper.WHITE}; padding: .5rem; }}
.away {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
h1 {{ font-size: 2rem; line-height: 1.2; margin: .25rem 0; }}
h1 span {{ display: block; }}
h2 {{ color: {paper.PRIMARY}; font-size: 1.4rem; margin: 2.5rem 0 .5rem; }}
h3 {{ font-size: 1.05rem; margin: 1.5rem 0 .25rem; }}
p {{ max-width: 44rem; margin: .4rem 0; }}
.small {{ color: {paper.TEXT_2}; font-size: .9rem; }}
.cards {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.25rem;
  padding: 0; list-style: none; }}
.cards li {{ border-top: 2px solid {paper.PRIMARY}; padding-top: .4rem; }}
.cards span {{ display: block; }}
.figure {{ font-size: 2rem; font-weight: 600; line-height: 1.3; }}
.scroll {{ overflow-x: auto; margin-top: 1.5rem; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums;
  border-bottom: 2px solid {paper.TEXT}; }}
caption {{ text-align: left; font-weight: 600; padding-bottom: .4rem; }}
caption span, figcaption span {{ font-weight: 400; }}
thead {{ border-top: 2px solid {paper.TEXT}; border-bottom: 1px solid {paper.TEXT}; }}
th, td {{ padding: .25rem .5rem; text-align: right; vertical-align: bottom; }}
th:first-child {{ text-align: left; padding-left: 0; }}
tbody th {{ font-weight: 400; }}
tbody tr {{ border-bottom: 1px solid {paper.LINE}; }}
[scope=colgroup] {{ text-align: center; border-bottom: 1px solid {paper.OUTLINE}; }}
tbody .total th, .total td {{ font-weight: 600; border-top: 1px solid {paper.TEXT}; }}
abbr {{ text-decoration: none; }}
figure {{ margin: 1.5rem 0; }}
figcaption {{ font-weight: 600; margin-bottom: .5rem; }}
svg {{ width: 100%; height: auto; }}
.box {{ border: 1px solid {paper.LINE}; border-radius: 6px; padding: .5rem 1rem; margin: 1rem 0;
  max-width: 44rem; }}
.tinted {{ background: {paper.TINT}; }}
.weeks {{ display: flex; flex-wrap: wrap; gap: .3rem; padding: 0; list-style: none; }}
.weeks li {{ border: 1px solid {paper.OUTLINE}; border-radius: 3px; padding: 0 .5rem; }}
.weeks .reported {{ background: {paper.PRIMARY}; color: {paper.WHITE}; }}
.weeks .missing {{ border: 2px dashed {paper.WARN}; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; max-width: 44rem;
  margin: .4rem 0; }}
dd {{ margin: 0; }}
dt {{ font-weight: 600; }}
.signatures {{ display: none; }}
footer {{ margin-top: 3rem; border-top: 1px solid {paper.LINE}; color: {paper.TEXT_2};
  font-size: .9rem; }}
@media print {{
  @page {{ size: A4; margin: 16mm; }}
  html {{ font-size: 10pt; }}
  nav, .skip, summary, details {{ display: none; }}
  figure, table, .box, .cards li {{ break-inside: avoid; }}
  h2, h3, caption {{ break-after: avoid; }}
  .weeks .reported {{ print-color-adjust: exact; }}
  svg {{ print-color-adjust: exact; }}
  .signatures {{ display: grid; grid-template-columns: 1fr 1fr; grid-auto-flow: column;
    grid-template-rows: auto auto; gap: 0 2rem; margin-top: 3rem; break-inside: avoid; }}
  .signatures .line {{ border-top: 1px solid {paper.TEXT}; margin-top: 3rem; }}
}}
"""
