"""The questions that the page of a report asks, and what their answers do."""

from __future__ import annotations

import datetime as dt

from familjecentral.calendar.names import period_name, period_noun
from familjecentral.releases.reissue import Price
from ui.page import Page
from ui.report.dialogs import ApprovalDialog, PriceQuestion, PublishQuestion, Question
from ui.report.presenter import ReportPresenter


class Questions(Page):
    """The part of the page that asks before anything is done that cannot be undone."""

    presenter: ReportPresenter
    _publish_dialog: PublishQuestion | None = None

    def ask_lock(self) -> None:
        """Ask whether to lock; *Vänta* is the default."""
        dialog = Question(
            self,
            name="report_lock",
            title=self.tr("Låsa {period}?").format(period=period_name(self.presenter.state.period)),
            text=self.tr(
                "Datum sparas som månad, den som registrerat tas bort från raderna och raderna "
                "blandas. Det som läggs in efteråt blir sena uppgifter. Det går inte att ångra."
            ),
            wait=self.tr("Vänta"),
            act=self.tr("Lås {period}").format(period=period_noun(self.presenter.state.period)),
        )
        dialog.accepted.connect(self.presenter.lock)
        dialog.rejected.connect(self.presenter.back)
        dialog.open()

    def ask_publish(self) -> None:
        """Ask whether to publish, and for the passphrase; *Vänta* is the default."""
        state = self.presenter.state
        number = state.draft.number if state.draft is not None else 0
        dialog = PublishQuestion(
            self,
            name="report_publish",
            title=self.tr("Fastställa utgåva {n}, {period}?").format(
                n=number, period=period_name(state.period)
            ),
            text=self.tr(
                "Talen fryses och skrivs in i utgåveregistret. Det går inte att ångra. "
                "En rättelse blir en ny utgåva."
            ),
            wait=self.tr("Vänta"),
            act=self.tr("Fastställ utgåva {n}").format(n=number),
        )
        dialog.passphrase_given.connect(self.presenter.publish)
        dialog.finished.connect(self._forget_dialog)
        self._publish_dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self._publish_dialog = None

    def passphrase_wrong(self) -> None:
        """Say it in the dialog, which stays."""
        if self._publish_dialog is not None:
            self._publish_dialog.say_wrong()

    def ask_approval(self) -> None:
        """Ask what the signed paper says."""
        release = self.presenter.state.release
        if release is None:
            return
        dialog = ApprovalDialog(
            self,
            number=release.number,
            today=self.presenter.today,
            published=release.published_on,
        )
        dialog.answered.connect(self._on_approval)
        dialog.open()

    def _on_approval(self, name: str, approved: bool, day: dt.date | None) -> None:
        if approved:
            self.presenter.note_approval(name, approved=True, on=day)
        else:
            self.ask_refusal()

    def ask_refusal(self) -> None:
        """Ask whether to withdraw the release; *Vänta* is the default."""
        release = self.presenter.state.release
        if release is None:
            return
        dialog = Question(
            self,
            name="report_refusal",
            title=self.tr("Återkalla utgåva {n}?").format(n=release.number),
            text=self.tr(
                "Den räknas inte längre i jämförelser och gemensamma rapporter. Det går inte att "
                "ångra. Ska talen gälla ändå fastställs perioden på nytt, och utgåvan får ett "
                "nytt nummer."
            ),
            wait=self.tr("Vänta"),
            act=self.tr("Återkalla utgåva {n}").format(n=release.number),
        )
        dialog.accepted.connect(self._on_refusal)
        dialog.open()

    def _on_refusal(self) -> None:
        self.presenter.note_approval("", approved=False, on=None)

    def ask_reissue(self, price: Price, said: tuple[str, ...]) -> None:
        """Show what a re-issue would cost; *Vänta* is the default."""
        dialog = PriceQuestion(
            self, period=period_name(self.presenter.state.period), price=price, said=said
        )
        dialog.accepted.connect(lambda: self.presenter.reissue(price))
        dialog.open()
