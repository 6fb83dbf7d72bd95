"""Every error of the product in three Swedish sentences."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from familjecentral import errors as e
from familjecentral.errors import FamiljecentralError, FieldProblem


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What happened, what it means for the data, what to do."""

    title: str
    meaning: str
    action: str


def _text(title: str, meaning: str, action: str) -> ErrorText:
    return ErrorText(title, meaning, action)


def _(context: str, text: str) -> str:
    """Mark a text that is translated when it is shown."""
    del context
    return text


_NOTHING = _("errors", "Inget har ändrats.")
_NOT_SAVED = _("errors", "Inget har sparats.")
_UNHARMED = _("errors", "Inga data är skadade.")
_FORM_KEPT = _("errors", "Det du skrev finns kvar i formuläret.")

TEXTS: dict[type[FamiljecentralError], ErrorText] = {
    e.FamiljecentralError: _text(
        _("errors", "Det gick inte."), _NOTHING, _("errors", "Försök igen.")
    ),
    e.UserCorrectable: _text(
        _("errors", "Något behöver rättas."), _NOT_SAVED, _("errors", "Rätta och försök igen.")
    ),
    e.EnvironmentProblem: _text(
        _("errors", "Datorn hindrade åtgärden."), _NOTHING, _("errors", "Försök igen.")
    ),
    e.Bug: _text(
        _("errors", "Ett fel i programmet stoppade åtgärden."),
        _("errors", "Det som var sparat är oskadat."),
        _("errors", "Spara felrapporten (utan uppgifter ur loggen) och skicka den till er IT."),
    ),
    e.InvalidInput: _text(
        _("errors", "Uppgifter saknas eller stämmer inte."),
        _NOT_SAVED,
        _("errors", "Rätta fälten som är markerade."),
    ),
    e.NotAllowed: _text(
        _("errors", "Din roll ger inte den här uppgiften."),
        _NOTHING,
        _("errors", "Be systemansvarig om du behöver den."),
    ),
    e.PeriodLocked: _text(
        _("errors", "{period} är fastställd och går inte att ändra."),
        _("errors", "Årsutgåvan är redan klar, så datumet tas inte emot."),
        _("errors", "Välj ett senare datum."),
    ),
    e.TallyLocked: _text(
        _("errors", "{period} är låst och dess pinnar är räknade."),
        _("errors", "Inget har ändrats. Summan för månaden ligger fast."),
        _("errors", "Pinna på en dag i en månad som är öppen."),
    ),
    e.NoTalkToTakeBack: _text(
        _("errors", "Det finns inget samtal som du kan ta tillbaka."),
        _("errors", "Dagens korta samtal hör till en kollega eller är ändrade sedan dess."),
        _("errors", "Öppna Kontakter om det är en rad som du själv har ändrat."),
    ),
    e.NoWordLeft: _text(
        _("errors", "Alla kodord har använts i det här lagret."),
        _("errors", "Inget kort har skapats. De andra korten är oförändrade."),
        _("errors", "Be systemansvarig om en ordlista med fler ord."),
    ),
    e.PeriodOpen: _text(
        _("errors", "{period} är inte låst."),
        _NOTHING,
        _("errors", "Lås perioden först. Tills dess visas bara fullständigheten."),
    ),
    e.PeriodNotEnded: _text(
        _("errors", "{period} pågår fortfarande."),
        _("errors", "Inget har låsts eller getts ut."),
        _("errors", "Det går efter periodens sista dag. Se efter att datorns datum stämmer."),
    ),
    e.NothingToUndo: _text(
        _("errors", "Det finns inget att ångra."),
        _NOTHING,
        _("errors", "Ändra kontakten under Kontakter i stället."),
    ),
    e.Stale: _text(
        _("errors", "Någon annan ändrade samtidigt."),
        _("errors", "Det som var sparat gäller fortfarande."),
        _("errors", "Läs om och gör om ändringen."),
    ),
    e.StaleEdit: _text(
        _("errors", "Någon annan ändrade medan du skrev."),
        _("errors", "Inget är förlorat. Det som är sparat gäller tills du väljer."),
        _("errors", "Välj rad för rad vad som ska gälla."),
    ),
    e.ClashesLeft: _text(
        _("errors", "Det finns krockar kvar."),
        _NOT_SAVED,
        _("errors", "Hoppa över, flytta eller acceptera träff för träff."),
    ),
    e.NotFound: _text(
        _("errors", "Posten finns inte längre."),
        _("errors", "Den kan ha tagits bort eller låsts. Resten är oförändrat."),
        _("errors", "Läs om listan."),
    ),
    e.LastAdministrator: _text(
        _("errors", "Minst en systemansvarig måste finnas kvar."),
        _NOTHING,
        _("errors", "Ge rollen till någon annan först."),
    ),
    e.PassphraseTooShort: _text(
        _("errors", "Lösenfrasen är för kort."),
        _NOT_SAVED,
        _("errors", "Skriv minst fyra ord, eller låt programmet slumpa."),
    ),
    e.NotPublishable: _text(
        _("errors", "Rapporten kan inte fastställas så här."),
        _("errors", "Inget har publicerats."),
        _("errors", "Slå ihop rader eller välj en längre period."),
    ),
    e.RegisterBehind: _text(
        _("errors", "Lagret kan ligga efter det som är publicerat."),
        _("errors", "Det känner till utgåva 1–{number}. Tills det är klart publiceras inget."),
        _("errors", "Ange den senaste utgåvan på sidan Kvartalsrapport."),
    ),
    e.RegisterDamaged: _text(
        _("errors", "Registret över utgåvor är skadat eller avhugget: {place}."),
        _(
            "errors",
            "Det kan ha rymt fler utgåvor än lagrets {number}. Tills dess publiceras inget.",
        ),
        _(
            "errors",
            "Ta inte bort filen. Ersätt den med en hel kopia, till exempel den bredvid den senaste "
            "rapporten. Finns ingen, ange den senaste utgåvan: då skrivs registret på nytt.",
        ),
    ),
    e.FolderHoldsDamagedRegister: _text(
        _("errors", "I mappen ligger ett register som är skadat eller avhugget: {place}."),
        _("errors", "Mappen är inte vald."),
        _(
            "errors",
            "Ta inte bort filen. Ersätt den med en hel kopia, eller välj en annan mapp.",
        ),
    ),
    e.UnknownSender: _text(
        _("errors", "Filen är underskriven med en nyckel som ingen har jämfört."),
        _("errors", "Fingeravtryck {fingerprint}. Filen är inte inläst."),
        _("errors", "Jämför fingeravtrycket på papper med avsändaren, och läs in filen igen."),
    ),
    e.UnusableFile: _text(
        _("errors", "Filen går inte att läsa."),
        _NOT_SAVED,
        _("errors", "Spara den som .xlsx eller .csv och försök igen."),
    ),
    e.AlreadyImported: _text(
        _("errors", "Filen är redan importerad {imported_on}."),
        _NOT_SAVED,
        _("errors", "Importera ändå bara om raderna är nya."),
    ),
    e.Cancelled: _text(
        _("errors", "Du avbröt."),
        _("errors", "Inget av det som påbörjats är kvar."),
        _("errors", "Börja om när du vill."),
    ),
    e.WrongPassphrase: _text(
        _("errors", "Lösenfrasen stämmer inte."),
        _UNHARMED,
        _("errors", "Försök igen, eller använd återställningsnyckeln."),
    ),
    e.StartPassphrase: _text(
        _("errors", "Lösenfrasen är en startfras."),
        _UNHARMED,
        _("errors", "Välj en egen lösenfras, som bara du känner till."),
    ),
    e.AccountEnded: _text(
        _("errors", "Kontot har passerat sitt slutdatum."),
        _UNHARMED,
        _("errors", "Be systemansvarig förlänga kontot."),
    ),
    e.StoreLocked: _text(
        _("errors", "Lagret är öppet i ett annat fönster."),
        _("errors", "Inget är skadat."),
        _("errors", "Växla dit, eller stäng det och försök igen."),
    ),
    e.StoreReadOnly: _text(
        _("errors", "Lagret går inte att skriva i."),
        _("errors", "Filerna är orörda."),
        _("errors", "Kontrollera att du får ändra i mappen, eller välj en annan mapp."),
    ),
    e.DiskFull: _text(
        _("errors", "Det gick inte att spara. Disken är full."),
        _FORM_KEPT,
        _("errors", "Frigör minst 50 MB och tryck Spara igen."),
    ),
    e.StoreDamaged: _text(
        _("errors", "Lagret gick inte att öppna: filen är skadad eller inget lager."),
        _("errors", "Den är orörd."),
        _("errors", "Välj en annan fil, eller be er IT om senaste kopian."),
    ),
    e.KeysDoNotFit: _text(
        _("errors", "Nyckelfilen öppnar inte det här lagret."),
        _("errors", "Filerna hör inte ihop, eller så är lagret skadat. Båda är orörda."),
        _("errors", "Lägg nyckelfilen som hör till lagret i samma mapp, eller återställ en kopia."),
    ),
    e.StoreMissing: _text(
        _("errors", "Det finns inget lager på den platsen."),
        _NOTHING,
        _("errors", "Välj lagret igen. Kanske har det flyttats."),
    ),
    e.StoreExists: _text(
        _("errors", "Det finns redan en fil med det namnet."),
        _("errors", "Den är orörd."),
        _("errors", "Öppna den, eller välj ett annat namn."),
    ),
    e.StoreTooNew: _text(
        _("errors", "Lagret är sparat med version {store}, programmet är {program}."),
        _NOTHING,
        _("errors", "Uppdatera programmet och öppna igen."),
    ),
    e.KeysMissing: _text(
        _("errors", "Nyckelfilen bredvid lagret saknas."),
        _("errors", "Lagret är orört, men kan inte öppnas utan den."),
        _("errors", "Lägg tillbaka filen som slutar på .fckeys i samma mapp."),
    ),
    e.StoreOnNetwork: _text(
        _("errors", "Lagret ligger på en nätverksplats eller i en synkroniserad mapp."),
        _("errors", "Det kan skadas där."),
        _("errors", "Lägg det i en vanlig mapp på den här datorns egen disk."),
    ),
    e.MissingLibrary: _text(
        _("errors", "Systembiblioteket {library} saknas."),
        _NOTHING,
        _("errors", "Installera det och starta programmet igen."),
    ),
    e.MixedInstallation: _text(
        _("errors", "Programmets delar kommer från olika installationer."),
        _NOTHING,
        _("errors", "Installera om programmet."),
    ),
    e.OutputNotWritable: _text(
        _("errors", "Filen gick inte att skriva."),
        _("errors", "Det som var sparat i programmet är oförändrat."),
        _("errors", "Stäng filen om den är öppen, eller välj en annan plats."),
    ),
    e.ReportNotWritten: _text(
        _("errors", "Rapporten om importen gick inte att skriva."),
        _("errors", "Raderna är sparade."),
        _("errors", "Spara rapporten på en annan plats."),
    ),
    e.NoRoomForFiles: _text(
        _("errors", "Utgåvan är registrerad."),
        _("errors", "Disken är full, så filerna kunde inte läggas på plats."),
        _("errors", "Frigör plats och spara dem igen från registret."),
    ),
    e.RegisterNotWritten: _text(
        _("errors", "Det offentliga registret gick inte att skriva."),
        _("errors", "Svaret är noterat i lagret."),
        _("errors", "Se efter att mappen finns och har plats. Det skrivs vid nästa utgåva."),
    ),
    e.FilesNotPlaced: _text(
        _("errors", "Utgåvan är registrerad."),
        _("errors", "Filerna kunde inte läggas på plats."),
        _("errors", "Spara dem igen från registret."),
    ),
}


def text_of(error: FamiljecentralError) -> ErrorText:
    """Return the three sentences of an error, filled in, in the language of the window."""
    template = TEXTS.get(type(error)) or next(
        TEXTS[kind] for kind in type(error).__mro__ if kind in TEXTS
    )
    values = {k: v for k, v in vars(error).items() if isinstance(v, str | int)}
    return ErrorText(
        *(
            QCoreApplication.translate("errors", part).format(**values)
            for part in (template.title, template.meaning, template.action)
        )
    )


# What can be wrong with one field. ``{limit}`` is filled in where there is one.
PROBLEMS: dict[str, str] = {
    "required": _("problems", "Uppgiften krävs."),
    "contact_form:required": _("problems", "Välj kontaktform."),
    "topics:required": _("problems", "Välj minst en frågeställning."),
    "arena:required": _("problems", "Välj arena."),
    "open_group:required": _("problems", "Välj program eller öppen grupp."),
    "structural_activity_type:required": _("problems", "Välj typ av insats."),
    "women:required": _("problems", "Skriv antalet, 0 om ingen."),
    "men:required": _("problems", "Skriv antalet, 0 om ingen."),
    "children:required": _("problems", "Skriv antalet, 0 om ingen."),
    "new_visitors:required": _("problems", "Skriv antalet, 0 om ingen."),
    "levels:required": _("problems", "Välj nivå, 1–9."),
    "future_date": _("problems", "Datumet ligger framåt i tiden. Välj i dag eller tidigare."),
    "date:bad_date": _("problems", "Datumet finns inte."),
    "date:out_of_range": _("problems", "Datumet ligger för långt bak."),
    "not_a_period": _("problems", "Skriv perioden som 2026, 2026-H1, 2026-Q3 eller 2026-07."),
    "number:not_a_number": _("problems", "Skriv ett tal, högst två decimaler."),
    "twice": _("problems", "Tabellen finns redan i listan."),
    "first_table": _("problems", "Den första tabellen finns i varje rapport, hel."),
    "unknown_table": _("problems", "Tabellen går inte att räkna. Välj en annan."),
    "cannot_merge": _("problems", "Välj minst två kategorier, men inte alla."),
    "own_threshold:out_of_range": _(
        "problems", "Välj husets tröskelvärde eller ett högre, högst 10."
    ),
    "threshold:out_of_range": _("problems", "Välj ett tröskelvärde mellan 3 och 10."),
    "too_long": _("problems", "Högst {limit} tecken."),
    "withdrawn": _(
        "problems", "Utgåvan är återkallad. Fastställ perioden på nytt, så får den ett nytt nummer."
    ),
    "before_publication": _("problems", "Utgåvan var inte fastställd än den dagen."),
    "past_date": _("problems", "Datumet har redan varit. Välj i dag eller senare."),
    "out_of_range": _("problems", "Högst {limit}."),
    "too_many": _("problems", "Högst {limit}. Ta bort en."),
    "repeated": _("problems", "Samma val finns två gånger."),
    "unknown_code": _("problems", "Valet finns inte i kodlistan."),
    "retired_code": _("problems", "Valet används inte längre. Välj ett annat."),
    "not_at_this_level": _("problems", "Uppgiften hör inte till den här arbetsnivån."),
    "new_visitors:bad_combination": _("problems", "Fler nya än alla som kom."),
    "open_group:bad_combination": _("problems", "Välj program eller öppen grupp, inte båda."),
    "bad_combination": _("problems", "Uppgifterna går inte ihop."),
    "personal_data": _("problems", "Texten innehåller en personuppgift. Skriv om den."),
    "number_not_shown": _(
        "problems", "Ett tal i texten visas inte i rapporten. Kontrollera att det får stå där."
    ),
    "mark:unusable": _("problems", "Bilden går inte att använda. Välj en annan PNG eller JPEG."),
    "personal_data_possible": _(
        "problems", "Ser ut som en personuppgift. Skriv om, eller bekräfta."
    ),
    "taken": _("problems", "Namnet används redan. Välj ett annat."),
    "remind_at:bad_combination": _("problems", "Välj ett samtal inom gränsen."),
    "valid_to:bad_combination": _("problems", "Sista dagen ligger före den första."),
    "bad_login_name": _("problems", "Använd bokstäver, siffror, punkt eller bindestreck, 2–40."),
    "login_name:personal_data": _(
        "problems",
        "Ett personnummer är inget inloggningsnamn. Använd bokstäver, som maja.e.",
    ),
    "unknown_centre": _("problems", "Välj en familjecentral."),
    "fixed_list": _("problems", "Koden bär programmets regler och kan inte tas ur bruk."),
    "roles:required": _("problems", "Välj minst en roll."),
    "name:required": _("problems", "Skriv ett namn."),
    "label:required": _("problems", "Skriv en benämning."),
    "first_name:required": _("problems", "Skriv ett förnamn."),
    "login_name:required": _("problems", "Skriv ett inloggningsnamn."),
    "recovery_key:length": _("problems", "Nyckeln har åtta grupper om fyra tecken."),
    "recovery_key:group": _(
        "problems",
        "Grupp {limit} stämmer inte. Nyckeln innehåller aldrig bokstäverna I, L, O eller U. "
        "Jämför med pappret.",
    ),
    "passphrase:required": _("problems", "Skriv en lösenfras."),
    "passphrase:same": _("problems", "Det är startfrasen. Välj en annan."),
    "passphrase:own_account": _("problems", "Din egen lösenfras byter du under Lås och lösenfras."),
    "passphrase:different": _("problems", "Fraserna är inte lika."),
    "passphrase:too_short": _("problems", "Skriv minst fyra ord, eller låt programmet slumpa."),
    "not_range": _("problems", "Skriv ett tal eller två, som 6–8."),
    "not_times": _("problems", "Skriv som mån–fre 8.00–17.00 eller 2026-10-12–2026-10-16."),
    "bad_time": _("problems", "Skriv tiden som 15.00."),
    "bad_date": _("problems", "Skriv datumet som 2026-10-08 eller 8/10."),
    "before_first": _("problems", "Sista dagen ligger före den första."),
    "in_use": _(
        "problems",
        "Gruppen har anmälda, kö eller genomförda träffar. Ställ in den i stället.",
    ),
    "not_open": _("problems", "Gruppen tar inte emot anmälningar. Öppna den först."),
    "full": _("problems", "Ingen plats är ledig."),
    "not_asked": _("problems", "Aliaset är inte tillfrågat."),
    "left": _("problems", "Alla träffar måste vara genomförda eller inställda först."),
    "cancelled": _("problems", "Träffen är inställd."),
    "fewer_than_answers": _("problems", "Färre formulär än svaren som redan är inlagda."),
    "more_than_forms": _("problems", "Fler svar än utdelade formulär: högst {limit} i allt."),
    "too_few": _("problems", "Lägg in minst {limit} svar åt gången när medelvärdet redan visas."),
    "not_here": _("problems", "Det går inte i det här läget."),
    "not_multiple": _("problems", "Välj en tid som slutar på {limit} minuter."),
}


def sentence_for(problem: FieldProblem) -> str:
    """Return the sentence that stands below a field."""
    text = (
        PROBLEMS.get(f"{problem.field}:{problem.problem}")
        or PROBLEMS.get(problem.problem)
        or PROBLEMS["bad_combination"]
    )
    limit = "" if problem.limit is None else problem.limit
    return QCoreApplication.translate("problems", text).format(limit=limit)
