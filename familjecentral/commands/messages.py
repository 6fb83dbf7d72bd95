"""What the command line says of errors: one sentence each, Swedish and English.

A test fails if a class of :mod:`familjecentral.errors` has no sentence here.
"""

from __future__ import annotations

from familjecentral import errors
from familjecentral.commands.messages_releases import RELEASES
from familjecentral.commands.wording import Text

TEXTS: dict[type[errors.FamiljecentralError], Text] = {
    errors.FamiljecentralError: Text("Något gick fel.", "Something went wrong."),
    errors.UserCorrectable: Text("Det gick inte att göra.", "It could not be done."),
    errors.EnvironmentProblem: Text(
        "Datorn eller lagringen hindrar det.", "The computer or the storage prevents it."
    ),
    errors.Bug: Text(
        "Ett internt fel stoppade arbetet. Inget har sparats.",
        "An internal error stopped the work. Nothing was saved.",
    ),
    errors.InvalidInput: Text("Uppgifterna kan inte godtas: {fields}.", "Not accepted: {fields}."),
    errors.NotAllowed: Text(
        "Din roll ger inte rätt att göra detta.", "Your role does not allow this."
    ),
    errors.PeriodLocked: Text(
        "Perioden {period} är låst och kan inte ändras.", "The period {period} is locked."
    ),
    errors.TallyLocked: Text(
        "Pinnarna för {period} är låsta och kan inte ändras.", "The tallies of {period} are locked."
    ),
    errors.NoTalkToTakeBack: Text(
        "Dagens korta samtal hör till en kollega eller är ändrade.",
        "The short talks of the day are a colleague's or have been changed.",
    ),
    errors.PeriodOpen: Text(
        "Perioden {period} har öppna månader: {months}. Lås dem först med "
        "familjecentral lock {period}.",
        "The period {period} has open months: {months}. Lock them first with "
        "familjecentral lock {period}.",
    ),
    errors.PeriodNotEnded: Text(
        "Perioden {period} är inte slut enligt datorns klocka. Den kan inte låsas eller ges ut än.",
        "By the clock the period {period} has not ended. It cannot be locked or published yet.",
    ),
    errors.NothingToUndo: Text("Det finns inget att ångra.", "There is nothing to undo."),
    errors.Stale: Text(
        "Någon annan har ändrat under tiden. Inget sparades; läs om och försök igen.",
        "Somebody else changed it meanwhile. Nothing was saved; reload and try again.",
    ),
    errors.NoWordLeft: Text(
        "Alla kodord har använts i det här lagret. Inget sparades.",
        "Every code word has been used in this store. Nothing was saved.",
    ),
    errors.StaleEdit: Text(
        "Någon annan har sparat en annan version under tiden. Inget sparades.",
        "Somebody else saved another version meanwhile. Nothing was saved.",
    ),
    errors.ClashesLeft: Text(
        "Träffar krockar, och ingen har godtagit det. Inget sparades.",
        "Sessions clash and nobody has accepted it. Nothing was saved.",
    ),
    errors.NotFound: Text("Det som söks finns inte.", "What was asked for is not there."),
    errors.LastAdministrator: Text(
        "Minst en administratör måste finnas kvar.", "At least one administrator must remain."
    ),
    errors.PassphraseTooShort: Text(
        "Lösenfrasen måste ha minst {minimum} tecken.",
        "The passphrase needs at least {minimum} characters.",
    ),
    errors.NotPublishable: Text(
        "Tabellerna kan inte publiceras så att små tal förblir dolda ({reason}).{proposal}",
        "The tables cannot be published so that small counts stay hidden ({reason}).{proposal}",
    ),
    errors.RegisterBehind: Text(
        "Lagret känner till {number} utgåvor och kan ligga efter det som är publicerat. Ange den "
        "senaste med familjecentral releases newest.",
        "The store knows {number} releases and may lie behind what has been published. Give the "
        "newest with familjecentral releases newest.",
    ),
    errors.RegisterDamaged: Text(
        "Registret över utgåvor är skadat eller avhugget: {place}. Det kan ha rymt fler utgåvor än "
        "lagrets {number}, så inget publiceras. Ta inte bort filen. Ersätt den med en hel kopia: "
        "registret skrevs också bredvid den senaste rapporten. Finns ingen kopia, ange numret på "
        "den senaste rapporten med familjecentral releases newest; är det lagrets senaste skrivs "
        "registret på nytt ur lagret.",
        "The register of releases is damaged or cut off: {place}. It may have held more than the "
        "store's {number}, so nothing is published. Do not delete it. Put a whole copy in its "
        "place: the register was also written beside the latest report. If there is none, give "
        "the number of the latest report with familjecentral releases newest; where it is the "
        "store's newest, the register is written anew from the store.",
    ),
    errors.FolderHoldsDamagedRegister: Text(
        "I mappen ligger ett register som är skadat eller avhugget: {place}. Inget har ändrats. Ta "
        "inte bort filen: ersätt den med en hel kopia, eller välj en annan mapp.",
        "The folder holds a register that is damaged or cut off: {place}. Nothing was changed. Do "
        "not delete it: put a whole copy in its place, or choose another folder.",
    ),
    errors.UnknownSender: Text(
        "Ingen har jämfört avsändarens fingeravtryck {fingerprint}. Jämför det på papper och ange "
        "det med familjecentral exchange partner.",
        "Nobody has compared the sender's fingerprint {fingerprint}. Compare it on paper and give "
        "it with familjecentral exchange partner.",
    ),
    errors.AlreadyImported: Text(
        "Samma rader importerades {imported_on}. Inget har ändrats.",
        "The same rows were imported on {imported_on}. Nothing was changed.",
    ),
    errors.Cancelled: Text("Avbrutet. Inget har sparats.", "Cancelled. Nothing was saved."),
    errors.WrongPassphrase: Text(
        "Fel användarnamn eller lösenfras.", "Wrong user name or passphrase."
    ),
    errors.StartPassphrase: Text(
        "Lösenfrasen är en startfras. Öppna lagret i programmets fönster och välj en egen.",
        "This is a start passphrase. Open the store in the window and choose one of your own.",
    ),
    errors.AccountEnded: Text(
        "Kontot har upphört. Be en administratör om hjälp.",
        "The account has ended. Ask an administrator.",
    ),
    errors.StoreLocked: Text(
        "Lagret är öppet i ett annat fönster. Stäng det och försök igen.",
        "The store is open in another window. Close it and try again.",
    ),
    errors.StoreReadOnly: Text(
        "Lagret eller dess mapp går inte att skriva i. Inget har ändrats.",
        "The store or its folder cannot be written. Nothing was changed.",
    ),
    errors.DiskFull: Text(
        "Disken är full. Inget har sparats; frigör plats och försök igen.",
        "The disk is full. Nothing was saved; make room and try again.",
    ),
    errors.StoreDamaged: Text(
        "Filen är inte ett lager, eller så är den skadad. Den är orörd; återställ en kopia.",
        "The file is not a store, or it is damaged. It was left as it is; restore a copy.",
    ),
    errors.KeysDoNotFit: Text(
        "Nyckelfilen öppnar inte lagret: de hör inte ihop, eller så är lagret skadat."
        " Båda är orörda.",
        "The key file does not open the store: they do not belong together, or the store is"
        " damaged. Both were left as they are.",
    ),
    errors.StoreMissing: Text("Där finns inget lager.", "There is no store."),
    errors.StoreExists: Text(
        "Där finns redan en fil. Den har inte skrivits över.",
        "There is a file already. It was not overwritten.",
    ),
    errors.StoreTooNew: Text(
        "Lagret ({store}) är nyare än programmet ({program}). Uppdatera programmet.",
        "The store ({store}) is newer than the program ({program}). Update the program.",
    ),
    errors.KeysMissing: Text(
        "Nyckelfilen (.fckeys) bredvid lagret saknas eller går inte att läsa.",
        "The key file (.fckeys) beside the store is missing or unreadable.",
    ),
    errors.StoreOnNetwork: Text(
        "Lagret ligger på en nätverksplats eller i en synkroniserad mapp, där det kan skadas. Lägg"
        " det i en vanlig mapp på datorns egen disk.",
        "The store lies on a network place or in a synchronised folder, where it can be damaged."
        " Put it into an ordinary folder on the computer's own disk.",
    ),
    errors.MissingLibrary: Text(
        "Systembiblioteket {library} saknas. Kör python3 start.py, som installerar det.",
        "The system library {library} is missing. Run python3 start.py, which installs it.",
    ),
    errors.MixedInstallation: Text(
        "Programmet är inte helt installerat: {packages} saknas eller hör till något annat. "
        "Installera om med python3 start.py.",
        "The program is not wholly installed: {packages} is missing or belongs to something "
        "else. Install it again with python3 start.py.",
    ),
    errors.OutputNotWritable: Text(
        "Filen går inte att skriva. Inget har ändrats.",
        "The file cannot be written. Nothing was changed.",
    ),
    errors.ReportNotWritten: Text(
        "Raderna är sparade. Rapporten om dem gick inte att skriva; kör samma kommando till en"
        " annan plats, utan --commit.",
        "The rows are stored. The report on them could not be written; run the same command to"
        " another place, without --commit.",
    ),
    errors.NoRoomForFiles: Text(
        "Utgåvan är registrerad, men disken är full. Frigör plats och skriv filerna igen med"
        " familjecentral releases write.",
        "The release is registered, but the disk is full. Make room and write its files again"
        " with familjecentral releases write.",
    ),
    errors.RegisterNotWritten: Text(
        "Svaret är noterat. Det offentliga registret gick inte att skriva; det skrivs vid nästa"
        " utgåva.",
        "The answer is noted. The public register could not be written; it is with the next"
        " release.",
    ),
    errors.FilesNotPlaced: Text(
        "Utgåvan är registrerad. Filerna kunde inte läggas på plats; spara dem igen från"
        " registret.",
        "The release is registered. Its files could not be put in place; save them again from"
        " the register.",
    ),
}

# Reasons of UnusableFile; a reason that is not here is shown as it is.
REASONS: dict[str, Text] = {
    "missing": Text("Fältet saknas", "The field is missing"),
    "object_expected": Text("Här ska ett objekt stå", "An object is expected"),
    "list_expected": Text("Här ska en lista stå", "A list is expected"),
    "text_expected": Text("Här ska en text stå", "A text is expected"),
    "boolean_expected": Text("Här ska true eller false stå", "true or false is expected"),
    "whole_number_expected": Text("Här ska ett heltal stå", "A whole number is expected"),
    "negative": Text("Talet får inte vara mindre än 0", "The number must not be below 0"),
    "not_positive": Text("Talet ska vara minst 1", "The number must be at least 1"),
    "not_multiple_of_five": Text("Minuter ska vara jämna femtal", "Minutes go by fives"),
    "date_expected": Text("Här ska ett datum som 2026-09-15 stå", "A date is expected"),
    "term_too_long": Text(
        "Terminen är för lång: högst två år", "The term is too long: two years at most"
    ),
    "far_from_term": Text(
        "Dagen ligger mer än två år från terminen", "The day lies over two years from the term"
    ),
    "time_expected": Text("Här ska en tid som 17:30 stå", "A time as 17:30 is expected"),
    "weekday_expected": Text("En veckodag är 1 till 7", "A weekday is 1 to 7"),
    "not_text": Text("Filen är ingen textfil i UTF-8", "The file is no text in UTF-8"),
    "no_heading": Text(
        "Första raden ska ha rubrikerna från, typ och namn", "The first line lacks its headings"
    ),
    "bad_date": Text("Här ska ett datum som 2026-10-26 stå", "A date is expected"),
    "too_long": Text("En rad får gälla högst ett år", "A line may cover a year at most"),
    "unknown_type": Text("Typen är okänd", "The type is unknown"),
    "no_name": Text("Namnet saknas", "The name is missing"),
    "bad_time": Text("Här ska en tid som 15:00 stå", "A time as 15:00 is expected"),
    "wrong_format": Text("Filen är av en annan sort", "The file is of another kind"),
    "unknown_version": Text("Filens version är okänd", "The file's version is unknown"),
    "before_first": Text("Slutet ligger före början", "The end lies before the beginning"),
    "duplicate_id": Text("Samma id finns två gånger", "The same id stands twice"),
    "duplicate_number": Text("Samma träff finns två gånger", "The same session stands twice"),
    "unknown_id": Text("Det som nämns finns inte i filen", "What is named is not in the file"),
    "above_sessions": Text(
        "Numret är högre än antalet träffar", "The number is above the number of sessions"
    ),
    "no_user": Text("Inloggningsnamnet saknas (--user)", "The user name is missing (--user)"),
    "no_passphrase": Text(
        "Lösenfrasen saknas: ge --passphrase-file eller FAMILJECENTRAL_PASSPHRASE",
        "The passphrase is missing: give --passphrase-file or FAMILJECENTRAL_PASSPHRASE",
    ),
    "not_a_period": Text(
        "Perioden går inte att förstå. Skriv till exempel 2026-Q3, 2026-H1, 2026, 2026-T2, "
        "2026-HT eller 2026-07",
        "The period cannot be understood. Write for instance 2026-Q3, 2026-H1, 2026, 2026-T2, "
        "2026-HT or 2026-07",
    ),
    "no_such_centre": Text(
        "Familjecentralen finns inte i lagret", "The centre is not in the store"
    ),
    "not_confirmed": Text(
        "Ingen kan bekräfta låsningen. Inget har låsts. Ge --yes om det är meningen",
        "Nobody is there to confirm the lock. Nothing was locked. Give --yes if it is meant",
    ),
    "not_a_store_name": Text(
        "Lagrets namn ska sluta på .fcdb", "The name of a store ends with .fcdb"
    ),
    "not_a_copy_name": Text(
        "En kopias namn ska sluta på .fcbackup", "The name of a copy ends with .fcbackup"
    ),
    "out_of_range": Text(
        "Talet är för litet eller för stort", "The number is too small or too large"
    ),
    "nothing_named": Text("Ange vad som menas efter {place}", "Say what is meant after {place}"),
    "no_folder": Text("Ange en mapp med {place}", "Give a folder with {place}"),
    "not_a_number": Text("{place} är inget nummer", "{place} is no number"),
    "no_such_format": Text(
        "Formatet finns inte. Välj bland pdf, xlsx, csv, csv-excel, px, json-stat och html",
        "There is no such format. Choose among pdf, xlsx, csv, csv-excel, px, json-stat and html",
    ),
    "not_px": Text("Filen är inte en PX-tabell", "The file is no PX table"),
    "not_jsonstat": Text(
        "Filen är inte tabeller i JSON-stat 2.0", "The file is not tables in JSON-stat 2.0"
    ),
    "no_head": Text(
        "Filen är inte en rapport från programmet", "The file is no report of this program"
    ),
    "unknown_table": Text(
        "Tabellen hör inte till rapporten", "The table does not belong to the report"
    ),
    "unknown_row": Text("Raden hör inte till tabellen", "The row does not belong to the table"),
    "missing_row": Text("En rad saknas i tabellen", "A row of the table is missing"),
    "same_file": Text(
        "Svaret skulle skriva över en fil som används. Inget har ändrats",
        "The answer would be written over a file in use. Nothing was changed",
    ),
    "missing_file": Text("Filen finns inte", "There is no such file"),
    "encoding": Text(
        "Filen är varken UTF-8 eller windows-1252", "The file is neither UTF-8 nor windows-1252"
    ),
    "delimiter": Text("Skiljetecknet måste vara ett tecken", "The delimiter must be one character"),
    "csv": Text("Raden är inte riktig CSV", "The row is not proper CSV"),
    "file_type": Text(
        "Filen är av en annan typ än mappningen säger", "The file is not of the mapping's type"
    ),
    "spreadsheet": Text("Kalkylbladet går inte att läsa", "The spreadsheet cannot be read"),
    "sheet": Text("Bladet finns inte i filen", "The sheet is not in the file"),
    "not_toml": Text("Filen är inte riktig TOML", "The file is not proper TOML"),
    "mapping": Text(
        "Mappningen har en okänd eller oriktig del", "The mapping has an unknown or wrong part"
    ),
    "no_header": Text(
        "Ingen rubrikrad med ett datum hittades. Säg i mappningen vilken rad den är (header_row)",
        "No header row with a date was found. Say in the mapping which row it is (header_row)",
    ),
    "unknown_column": Text(
        "Kolumnen är okänd. Säg i mappningen vad den är, eller skriv den under [ignore]",
        "The column is unknown. Say in the mapping what it is, or put it under [ignore]",
    ),
    "repeated_column": Text("Två kolumner säger samma sak", "Two columns say the same thing"),
    "missing_column": Text("En kolumn som krävs saknas", "A column that is needed is missing"),
    "no_months": Text(
        "Ingen rubrikrad med månader hittades", "No header row with months was found"
    ),
    "no_such_row": Text("Raden finns inte i filen", "There is no such row in the file"),
    "unreadable": Text("Filen går inte att läsa", "The file cannot be read"),
    "not_utf8": Text("Filen är inte skriven i UTF-8", "The file is not UTF-8"),
    "not_csv": Text("Raden är inte riktig CSV", "The row is not proper CSV"),
    "no_rows": Text("Filen har inga rader", "The file has no rows"),
    "number_of_fields": Text(
        "Raden har ett annat antal fält än rubrikraden",
        "The row has another number of fields than the header",
    ),
    "unnamed_column": Text(
        "En kolumn har innehåll men ingen rubrik. Ge den en, skriv den under [ignore], eller säg "
        "med header_row vilken rad som är rubriken",
        "A column has content but no header. Give it one, put it under [ignore], or say with "
        "header_row which row is the header",
    ),
    "column_twice": Text("Kolumnen finns två gånger", "The column stands twice"),
    "no_such_column": Text("Kolumnen saknas", "The column is missing"),
    "value": Text(
        "Värdet är varken ett antal, ett intervall eller ett tecken för dolt",
        "The value is neither a count, an interval nor a sign for hidden",
    ),
    "vintage": Text("Årgången är inte ett heltal från 1", "The vintage is no whole number from 1"),
    "period": Text("Perioden slutar innan den börjar", "The period ends before it begins"),
    "threshold": Text(
        "Tröskeln är inte ett heltal från 3", "The threshold is no whole number from 3"
    ),
    "contradiction": Text("Samma cell har två värden", "The same cell has two values"),
    "contradiction_of_releases": Text(
        "Utgåvorna motsäger varandra, eller så är en summa inte summan av sina delar",
        "The releases contradict each other, or a total is not the sum of its parts",
    ),
    "contradiction_of_truth": Text(
        "De sanna talen stämmer inte med utgåvorna eller med sig själva",
        "The true numbers do not fit the releases or themselves",
    ),
    "contradiction_of_hierarchies": Text(
        "Samma kod delas upp på två sätt", "The same code is divided in two ways"
    ),
    "nothing_read": Text(
        "Inga celler har lästs, så inget är prövat", "No cells were read, so nothing was tried"
    ),
    "fewer_cells": Text(
        "Filen håller färre celler än utgåvans CSV-fil, så inget är prövat",
        "The file holds fewer cells than the release's CSV file, so nothing was tried",
    ),
    "rules_differ": Text(
        "Filerna följer olika regler; ange vilka som gäller med --policy",
        "The files go by different rules; say which with --policy",
    ),
    "no_csv_beside": Text(
        "Utgåvans CSV-fil saknas bredvid filen; den säger vilken period och ort det gäller",
        "The release's CSV file is missing beside it; it tells the period and the centre",
    ),
    "not_one_period": Text(
        "En rapports CSV-fil gäller en enda period", "The CSV file of a report has one period"
    ),
    "no_reader": Text("Filtypen kan inte läsas", "This type of file cannot be read"),
    "no_such_cell": Text(
        "Ingen av trösklarna gäller en cell i tabellerna",
        "None of the thresholds is for a cell of the tables",
    ),
    "published_otherwise": Text(
        "Cellen har publicerats med ett annat värde",
        "The cell has been published with another value",
    ),
    "hidden_input": Text(
        "Ett tal som ska skyddas är inte utskrivet", "A number to protect is not written out"
    ),
    "not_elementary": Text(
        "Raden är inte ett elementärt antal: finaste kod i varje kolumn, inga summor",
        "The row is no elementary count: the finest code in every column, no totals",
    ),
    "period_cut": Text(
        "Radens period ligger bara delvis i tabellens",
        "The row's period lies only partly in the table's",
    ),
    "no_such_period": Text(
        "Perioden finns inte bland antalen", "The period is not among the counts"
    ),
    "tables": Text(
        "Filen beskriver inte tabeller (name, dims, periods)",
        "The file does not describe tables (name, dims, periods)",
    ),
    "not_json": Text("Filen är inte riktig JSON", "The file is not proper JSON"),
    "name_twice": Text("Ett namn finns två gånger i samma objekt", "A name stands twice"),
    "not_a_hierarchy": Text(
        "Filen beskriver inte koder som summor av koder",
        "The file does not describe codes as sums of codes",
    ),
    "circle": Text("En kod är en del av sig själv", "A code is a part of itself"),
    "code_twice": Text(
        "En kod räknas två gånger i samma summa", "A code is counted twice in one sum"
    ),
    "policy": Text(
        "Regelfilen har en okänd eller oriktig del", "The policy has an unknown or wrong part"
    ),
    "too_big": Text("Bilden är för stor", "The picture is too large"),
    "too_small": Text("Bilden är för liten", "The picture is too small"),
    "no_picture": Text("Filen är ingen bild", "The file is no picture"),
    "too_large": Text(
        "Tabellerna korsar för många dimensioner för att kunna prövas",
        "The tables cross too many dimensions to be tried",
    ),
    **RELEASES,
}


def sentence(error: errors.FamiljecentralError, language: str = "sv") -> str:
    """Return what happened and what it means, without content of rows."""
    if isinstance(error, errors.UnusableFile):
        text = REASONS.get(error.reason)
        said = getattr(text, language) if text else error.reason
        if "{place}" in said:
            return f"{said.format(place=error.place)}."
        return f"{said}: {error.place}." if error.place else f"{said}."
    text = next(TEXTS[kind] for kind in type(error).__mro__ if kind in TEXTS)
    fields = {name: value for name, value in vars(error).items() if isinstance(value, str | int)}
    if isinstance(error, errors.InvalidInput):
        fields["fields"] = ", ".join(problem.field for problem in error.problems)
    if isinstance(error, errors.MixedInstallation):
        fields["packages"] = ", ".join(error.packages)
    if isinstance(error, errors.PeriodOpen):
        fields["months"] = ", ".join(error.open_months)
    if isinstance(error, errors.NotPublishable):
        fields["reason"] = getattr(_REFUSALS.get(error.reason), language, error.reason)
        fields["proposal"] = _proposed(error, language)
    return str(getattr(text, language)).format(**fields)


# Reasons of NotPublishable; a reason that is not here is shown as it is.
_REFUSALS = {
    "no_safe_pattern": Text(
        "vad som än döljs går något litet tal att räkna fram",
        "whatever is hidden, some small count can be worked out",
    ),
    "proof": Text(
        "provet av de färdiga filerna fann ett litet tal",
        "the trial of the finished files found a small count",
    ),
}

_STEPS = {
    "merge": Text(
        "i tabell {table} slå ihop {codes} i {dimension}",
        "in table {table} merge {codes} of {dimension}",
    ),
    "period": Text(
        "i tabell {table} räkna perioden {period}", "in table {table} count the period {period}"
    ),
    "dimension": Text(
        "i tabell {table} ta bort uppdelningen på {dimension}",
        "in table {table} leave out {dimension}",
    ),
    "leave": Text("utelämna tabell {table}", "leave out table {table}"),
}


def _proposed(error: errors.NotPublishable, language: str) -> str:
    """Return the proposal as a sentence, with a space before it."""
    if not error.coarser:
        return f" {error.proposal}" if error.proposal else ""
    steps = [
        getattr(_STEPS[step.kind], language).format(
            table=step.table or "–",
            dimension=step.dimension,
            codes=" + ".join(step.codes),
            period=f"{step.period[0]}–{step.period[-1]}" if step.period else "",
        )
        for step in error.coarser
    ]
    begin = "Prövat förslag: " if language == "sv" else "Tried proposal: "
    return f" {begin}{'; '.join(steps)}."
