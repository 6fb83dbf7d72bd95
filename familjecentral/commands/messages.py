"""What the command line says of errors: one sentence each, Swedish and English.

A test fails if a class of :mod:`familjecentral.errors` has no sentence here.
"""

from __future__ import annotations

from dataclasses import dataclass

from familjecentral import errors


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages; named fields are attributes of the error."""

    sv: str
    en: str


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
    errors.PeriodOpen: Text(
        "Perioden {period} har öppna månader: {months}. Lås dem först med "
        "familjecentral lock {period}.",
        "The period {period} has open months: {months}. Lock them first with "
        "familjecentral lock {period}.",
    ),
    errors.PeriodNotEnded: Text(
        "Perioden {period} är inte slut och kan inte låsas än.",
        "The period {period} has not ended and cannot be locked yet.",
    ),
    errors.NothingToUndo: Text("Det finns inget att ångra.", "There is nothing to undo."),
    errors.Stale: Text(
        "Någon annan har ändrat under tiden. Inget sparades; läs om och försök igen.",
        "Somebody else changed it meanwhile. Nothing was saved; reload and try again.",
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
    errors.AlreadyImported: Text(
        "Samma rader importerades {imported_on}. Inget har ändrats.",
        "The same rows were imported on {imported_on}. Nothing was changed.",
    ),
    errors.Cancelled: Text("Avbrutet. Inget har sparats.", "Cancelled. Nothing was saved."),
    errors.WrongPassphrase: Text(
        "Fel användarnamn eller lösenfras.", "Wrong user name or passphrase."
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
        "Lagret ligger på en nätverksplats, där det inte är säkert. Flytta det till datorn.",
        "The store lies on a network place, where it is not safe. Move it to the computer.",
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
}

# Reasons of UnusableFile; a reason that is not here is shown as it is.
REASONS: dict[str, Text] = {
    "unreadable": Text("Filen går inte att läsa", "The file cannot be read"),
    "not_utf8": Text("Filen är inte skriven i UTF-8", "The file is not UTF-8"),
    "not_csv": Text("Raden är inte riktig CSV", "The row is not proper CSV"),
    "no_rows": Text("Filen har inga rader", "The file has no rows"),
    "number_of_fields": Text(
        "Raden har ett annat antal fält än rubrikraden",
        "The row has another number of fields than the header",
    ),
    "unnamed_column": Text("En kolumn saknar namn", "A column has no name"),
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
    "no_reader": Text("Filtypen kan inte läsas", "This type of file cannot be read"),
    "no_such_cell": Text(
        "Ingen av trösklarna gäller en cell i tabellerna",
        "None of the thresholds is for a cell of the tables",
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
    "too_large": Text(
        "Tabellerna korsar för många dimensioner för att kunna prövas",
        "The tables cross too many dimensions to be tried",
    ),
}


def sentence(error: errors.FamiljecentralError, language: str = "sv") -> str:
    """Return what happened and what it means, without content of rows."""
    if isinstance(error, errors.UnusableFile):
        text = REASONS.get(error.reason)
        said = getattr(text, language) if text else error.reason
        return f"{said}: {error.place}." if error.place else f"{said}."
    text = next(TEXTS[kind] for kind in type(error).__mro__ if kind in TEXTS)
    fields = {name: value for name, value in vars(error).items() if isinstance(value, str | int)}
    if isinstance(error, errors.InvalidInput):
        fields["fields"] = ", ".join(problem.field for problem in error.problems)
    if isinstance(error, errors.MixedInstallation):
        fields["packages"] = ", ".join(error.packages)
    if isinstance(error, errors.PeriodOpen):
        fields["months"] = ", ".join(error.open_months)
    if isinstance(error, errors.NotPublishable) and error.proposal:
        fields["proposal"] = f" {error.proposal}"
    return str(getattr(text, language)).format(**fields)
