"""Why a register or a signed file cannot be used, what that means, and what to do."""

from __future__ import annotations

from familjecentral.commands.wording import Text

RELEASES: dict[str, Text] = {
    "not_a_register": Text(
        "Filen är inget utgåveregister. Inget har ändrats",
        "The file is no register of releases. Nothing was changed",
    ),
    "broken_chain": Text(
        "Kedjan bryts vid utgåva {place}. Inget har ändrats. Hämta en oförändrad kopia",
        "The chain breaks at release {place}. Nothing was changed. Take an unchanged copy",
    ),
    "not_comparable": Text(
        "Utgåvorna gäller olika perioder eller familjecentraler, så inget tal i den ena säger "
        "samma sak som ett tal i den andra. Välj två utgåvor för samma period, till exempel en "
        "utgåva och den som den ersätter",
        "The releases are of different periods or centres, so no number of one says what a number "
        "of the other says. Choose two of the same period, such as a release and the one that it "
        "replaces",
    ),
    "parted_register": Text(
        "Registret {place} börjar som lagrets och har sedan andra utgåvor: ett av två lager är en "
        "kopia som har publicerat för sig. Inget publiceras. Ta inte bort filen. Publicera från "
        "det lager som har skrivit den",
        "The register {place} begins as the store's own and then has other releases: one of two "
        "stores is a copy that has published by itself. Nothing is published. Do not delete the "
        "file. Publish from the store that wrote it",
    ),
    "another_register": Text(
        "Filen nämner andra utgåvor med samma nummer: den hör till ett annat lager, eller så är "
        "ett av lagren en återställd kopia. Inget har ändrats. Jämför registren",
        "The file names other releases of the same numbers: it is of another store, or one of the "
        "stores is a restored copy. Nothing was changed. Compare the registers",
    ),
    "older_than_store": Text(
        "Lagret har fler utgåvor än {place}. Ange den senaste",
        "The store has more releases than {place}. Give the newest",
    ),
    "not_an_exchange_file": Text(
        "Filen är ingen signerad utgåva, eller så är den skadad. Inget har lästs in",
        "The file is no signed release, or it is damaged. Nothing was taken in",
    ),
    "newer_format": Text(
        "Filen är skriven av en annan version av programmet. Inget har lästs in. Uppdatera, eller "
        "be avsändaren göra det. Filens format",
        "The file was written by another version of the program. Nothing was taken in. Update, or "
        "ask the sender to. Its format",
    ),
    "bad_signature": Text(
        "Underskriften stämmer inte: filen har ändrats på vägen. Inget har lästs in. Be avsändaren "
        "om den igen",
        "The signature does not fit: the file was changed on its way. Nothing was taken in. Ask "
        "for it again",
    ),
    "bad_hash": Text(
        "Innehållet stämmer inte med kontrollsumman. Inget har lästs in. Be om filen igen",
        "The content does not fit its checksum. Nothing was taken in. Ask for the file again",
    ),
    "sum_of_hidden": Text(
        "Den gemensamma rapporten visar en summa där det här lagrets del är dold, tabell {place}. "
        "Inget har lästs in",
        "The joint report shows a sum of which this store's part is hidden, table {place}. "
        "Nothing was taken in",
    ),
    "fingerprint": Text(
        "Fingeravtrycket är ett annat än filens. Inget har ändrats. Jämför med papperet igen",
        "The fingerprint is not that of the file. Nothing was changed. Compare with the paper",
    ),
    "wrong_day": Text(
        "Utgåvan är daterad {place}. Den dagen ligger i framtiden eller före periodens slut, så "
        "klockan går fel här eller hos avsändaren. Inget har lästs in. Ställ klockan; är dagen fel "
        "i filen, be avsändaren ge ut perioden på nytt",
        "The release is dated {place}. That day is in the future or before the period's end: the "
        "clock is wrong here or at the sender's. Nothing was taken in. Set the clock; if the day "
        "in the file is wrong, ask the sender to issue the period anew",
    ),
    "contradicts_itself": Text(
        "Talen i utgåvan går inte ihop: en summa är en annan än delarnas, {place}. Inget har "
        "lästs in. Be avsändaren pröva sitt lager med familjecentral verify",
        "The numbers of the release do not add up: a sum differs from its parts, {place}. Nothing "
        "was taken in. Ask the sender to check the store with familjecentral verify",
    ),
    "own_key": Text("Nyckeln är lagrets egen", "The key is the store's own"),
    "known_file": Text(
        "{place} är redan inläst. Inget har ändrats",
        "{place} has been taken in before. Nothing was changed",
    ),
    "own_release": Text(
        "Utgåva {place} är lagrets egen och finns i registret. Inget har ändrats",
        "Release {place} is the store's own. Nothing was changed",
    ),
    "same_release": Text(
        "Samma utgåva finns med två gånger, {place}. Inget har lästs in",
        "The same release stands twice, {place}. Nothing was taken in",
    ),
    "older_release": Text(
        "En nyare utgåva är redan inläst, {place}. Inget har ändrats",
        "A newer release has been taken in, {place}. Nothing was changed",
    ),
}
"""Reasons of UnusableFile."""
