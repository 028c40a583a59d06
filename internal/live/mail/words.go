package mail

import (
	"slices"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/live"
)

// Text is a letter's subject and what it says, in the panel's language.
func Text(out live.Outgoing, link string) (subject, text string) {
	l := language.English
	if out.Language == "ru" {
		l = language.Russian
	}
	var lines []string
	switch out.Kind {
	case live.InvitationLetter:
		subject = language.Say(l, "Invitation to the panel “%s”", out.Title)
		lines = invitation(l, out, link)
	default:
		subject = language.Say(l, "Reminder: the panel “%s”", out.Title)
		lines = Remind(l, out)
	}
	return subject, strings.Join(lines, "\n") + "\n"
}

func invitation(l language.Language, out live.Outgoing, link string) []string {
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	lines := []string{say("Dear colleague,"), ""}
	if slices.Contains(out.Person.Roles, live.Expert) {
		lines = append(lines, say("you are invited to the panel “%s” as an expert. Your own link:", out.Title))
	} else {
		lines = append(lines, say("you are invited to the panel “%s”. Your own link:", out.Title))
	}
	lines = append(lines, "", link, "", say("When you open it for the first time you choose a PIN that only you know; from then on the link opens only together with it. Do not pass it on: who opens it acts in your name."))
	if !out.Until.IsZero() {
		lines = append(lines, say("The round is open until %s.", moment(l, out.Until)))
	}
	return append(lines, say("The link opens until %s. An earlier link of yours no longer opens.", moment(l, out.Expires)),
		say("Key of the panel, which the pages show too: %s", out.Fingerprint), "", say("With thanks,"), say("the secretary of the panel"))
}

// Remind are the lines of a reminder, without a name and without a link, which only they have who got it.
func Remind(l language.Language, out live.Outgoing) []string {
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	lines := []string{say("Dear colleague,"), "", say("the panel “%s” awaits your answers in round %s.", out.Title, out.Round)}
	if !out.Until.IsZero() {
		lines = append(lines, say("It is open until %s.", moment(l, out.Until)))
	}
	return append(lines, say("Please open the link you were sent; what you have answered is kept, and “don't know” is an answer too."), "", say("With thanks,"), say("the secretary of the panel"))
}

// moment is a time with its zone.
func moment(l language.Language, t time.Time) string {
	return t.Local().Format(l.Either("2 Jan 2006 15:04 MST", "02.01.2006 15:04 MST"))
}
