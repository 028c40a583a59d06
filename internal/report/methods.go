package report

import (
	"fmt"
	"strings"

	"veche/internal/language"
	"veche/internal/report/contract"
	"veche/internal/study"
)

// Methods is all about some methods, for reading. Names of methods, parameters and their values are what is typed.
func Methods(entries []contract.Method, l language.Language) string {
	var b strings.Builder
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	wide := len([]rune(say("also called")))
	wide = max(wide, 12)
	for k, e := range entries {
		if k > 0 {
			b.WriteString("\n")
		}
		var needs []string
		for _, need := range e.Needs {
			if most, ok := strings.CutPrefix(need, "at most "); ok {
				needs = append(needs, say("at most %s alternatives", strings.TrimSuffix(most, " alternatives")))
				continue
			}
			needs = append(needs, say(need))
		}
		free := e.ReversalFree
		if with, ok := strings.CutPrefix(free, "with "); ok {
			free = say("with %s‹settings›", with)
		} else if free != "" {
			free = say(free)
		}
		fmt.Fprintf(&b, "%s  (%s, %s)\n", e.Name, say(e.Title), say(e.Kind))
		for _, line := range [][2]string{{say("also called"), strings.Join(e.Aliases, ", ")}, {say("formula"), say(e.Formula)}, {say("source"), e.Source}, {say("choose‹method›"), say(e.Choose)}, {say("beware"), say(e.Beware)},
			{say("needs"), strings.Join(needs, "; ")}, {say("no reversal"), free}} {
			if line[1] != "" {
				fmt.Fprintf(&b, "  %-*s %s\n", wide, line[0], line[1])
			}
		}
		for _, p := range e.Parameters {
			fmt.Fprintf(&b, "  %-*s %s = %s (%s): %s\n", wide, say("parameter"), p.Name, p.Default, strings.Replace(p.Allowed(), " to ", " "+strings.TrimSpace(say(" to‹allowed›"))+" ", 1), say(p.Doc))
		}
	}
	return b.String()
}

// MethodsPage is docs/methods.md.
func MethodsPage(entries []contract.Method) string {
	var b strings.Builder
	b.WriteString("# Methods\n\nMade by `veche methods --format md`; do not edit. Choose a ranking method with the key `method` of the Study sheet or `--method`, a weighting with `weighting` or\n" +
		"`--weighting`; a parameter is a key of the Study sheet too, or `--set KEY=VALUE`. Names may be typed in any case, with spaces or underscores for hyphens.\n")
	kind := ""
	for _, e := range entries {
		if e.Kind != kind {
			kind = e.Kind
			fmt.Fprintf(&b, "\n## %s\n", map[string]string{"ranking": "Ranking", "weighting": "Weighting"}[kind])
			if kind == "weighting" {
				fmt.Fprintf(&b, "\nAny two can be mixed:\n\n")
				writeParameters(&b, contract.ParametersOf(study.MixingParameters()))
			}
		}
		fmt.Fprintf(&b, "\n### %s: `%s`\n\n", e.Title, e.Name)
		line := func(name, says string) {
			if says != "" {
				fmt.Fprintf(&b, "- **%s:** %s\n", name, says)
			}
		}
		line("Also called", "`"+strings.Join(e.Aliases, "`, `")+"`")
		line("Formula", e.Formula)
		line("Source", e.Source)
		line("Choose it", e.Choose)
		line("Beware", e.Beware)
		line("Needs", strings.Join(e.Needs, "; "))
		if e.LowerIsBetter {
			line("Score", "lower is better")
		}
		line("Free of rank reversal", e.ReversalFree)
		if len(e.Parameters) > 0 {
			b.WriteString("\n")
			writeParameters(&b, e.Parameters)
		}
	}
	return b.String()
}

func writeParameters(b *strings.Builder, parameters []contract.Parameter) {
	b.WriteString("| parameter | default | allowed | what it is |\n| --- | --- | --- | --- |\n")
	for _, p := range parameters {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", p.Name, p.Default, strings.TrimPrefix(p.Allowed(), ", "), p.Doc)
	}
}

// MethodsTable has a row for each; its headings are names of data.
func MethodsTable(entries []contract.Method, l language.Language) *Table {
	t := &Table{}
	for _, name := range []string{"Kind", "Name", "Title", "Source"} {
		t.Add(name, false)
	}
	for _, e := range entries {
		t.Rows = append(t.Rows, []Cell{Text(language.Say(l, e.Kind)), Text(e.Name), Text(language.Say(l, e.Title)), Text(e.Source)})
	}
	t.Translate(l)
	return t
}
