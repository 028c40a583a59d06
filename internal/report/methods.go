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
		fmt.Fprintf(&b, "%s  (%s, %s)\n", e.Name, say(e.Title), say(e.Kind))
		for _, line := range [][2]string{{say("also called"), strings.Join(e.Aliases, ", ")}, {say("formula"), say(e.Formula)}, {say("source"), e.Source}, {say("choose‹method›"), say(e.Choose)}, {say("beware"), say(e.Beware)},
			{say("needs"), strings.Join(e.NeedsIn(l), "; ")}, {say("no reversal"), freeIn(e, l)}} {
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

// MethodsPage is docs/methods.md, in a language.
func MethodsPage(entries []contract.Method, l language.Language) string {
	var b strings.Builder
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	b.WriteString("# " + say("Methods") + "\n\n" + say("Made by `veche methods --format md`; do not edit. Choose a ranking method with the key `method` of the Study sheet or `--method`, a weighting with `weighting` or\n"+
		"`--weighting`; a parameter is a key of the Study sheet too, or `--set KEY=VALUE`. Names may be typed in any case, with spaces or underscores for hyphens.") + "\n")
	kind := ""
	for _, e := range entries {
		if e.Kind != kind {
			kind = e.Kind
			b.WriteString("\n## " + say(map[string]string{"ranking": "Ranking‹methods›", "weighting": "Weighting‹methods›"}[kind]) + "\n")
			if kind == "weighting" {
				b.WriteString("\n" + say("Any two can be mixed:") + "\n\n")
				writeParameters(&b, contract.ParametersOf(study.MixingParameters()), l)
			}
		}
		fmt.Fprintf(&b, "\n### %s: `%s`\n\n", say(e.Title), e.Name)
		line := func(name, says string) {
			if says != "" {
				fmt.Fprintf(&b, "- **%s:** %s\n", name, says)
			}
		}
		line(say("Also called"), "`"+strings.Join(e.Aliases, "`, `")+"`")
		line(say("Formula"), say(e.Formula))
		line(say("Source"), e.Source)
		line(say("Choose it"), say(e.Choose))
		line(say("Beware"), say(e.Beware))
		line(say("Needs"), strings.Join(e.NeedsIn(l), "; "))
		if e.LowerIsBetter {
			line(say("Score"), say("lower is better"))
		}
		line(say("Free of rank reversal"), freeIn(e, l))
		if len(e.Parameters) > 0 {
			b.WriteString("\n")
			writeParameters(&b, e.Parameters, l)
		}
	}
	return b.String()
}

// freeIn says with which settings a method is free of rank reversal, in a language; "" for none.
func freeIn(e contract.Method, l language.Language) string {
	if with, ok := strings.CutPrefix(e.ReversalFree, "with "); ok {
		return language.Say(l, "with %s‹settings›", with)
	}
	return language.Say(l, e.ReversalFree)
}

func writeParameters(b *strings.Builder, parameters []contract.Parameter, l language.Language) {
	say := func(text string) string { return language.Say(l, text) }
	fmt.Fprintf(b, "| %s | %s | %s | %s |\n| --- | --- | --- | --- |\n", say("parameter"), say("default"), say("allowed"), say("what it is"))
	for _, p := range parameters {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", p.Name, p.Default, strings.TrimPrefix(p.Allowed(), ", "), say(p.Doc))
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
