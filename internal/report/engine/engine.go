// Package engine puts the engine into a page: the same code as the command's (package prepared), compiled for browsers, answers when a reader moves a weight.
// [Of] makes the part of a page for an outcome: markup that holds the data, one script, one style sheet. Everything is in the page; nothing is asked for.
//
// A page that shows other things with the engine takes [Wasm], [Script] and a problem ([Problem]) and calls, in JavaScript,
//
//	VecheEngine.start(wasm in base64 or as Uint8Array).then(function () {
//	  var p = VecheEngine.prepare(problem's JSON);
//	  var r = p.rank(weights);                    // r.scores, r.order, r.ranks
//	  var w = p.move(weights, criterion, t, locked);
//	});
//
// Its Content-Security-Policy needs script-src 'wasm-unsafe-eval' beside the script's hash, and no more.
//
// What browsers run is committed (engine.wasm.gz, wasm_exec.js), so that go run works on a fresh machine; command build makes it anew and says whether it is
// made of the present sources. A page checks for itself that the engine gives the scores printed in it, bit for bit, and goes without sliders otherwise.
package engine

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report/engine/prepared"
	"veche/internal/report/safe"
	"veche/internal/study"
)

//go:embed engine.wasm.gz
var wasm []byte

//go:embed engine.sum
var sum string

//go:embed wasm_exec.js
var runner string

//go:embed engine.js
var wrapper string

//go:embed page.js
var page string

// Style is the style sheet of the part, light and dark, screen and paper.
//
//go:embed page.css
var Style string

// Script defines VecheEngine: plain JavaScript, with Go's own runner of its programs in it.
var Script = runner + "\n" + wrapper

// Wasm is the engine, packed by gzip.
func Wasm() []byte { return slices.Clone(wasm) }

// Hash is the SHA-256 of the engine as it runs, unpacked, in hexadecimal.
func Hash() string {
	for line := range strings.Lines(sum) {
		if hash, ok := strings.CutPrefix(strings.TrimSpace(line), "wasm "); ok {
			return hash
		}
	}
	panic("engine: engine.sum names no wasm")
}

// Part is a part of a page.
type Part struct {
	Markup string // stands where the part does; all names in it are escaped
	Script string // at the end of the page
	Style  string
}

// Problem is an outcome's ranking as the engine takes it: JSON fit to stand in a script element.
func Problem(o *study.Outcome) ([]byte, error) {
	given, _ := o.Study.Settings.Split()
	p := prepared.Problem{Method: o.Method.Name, Parameters: given, Sharing: o.SharingInForce(), Problem: o.Problem}
	return p.Encode()
}

// view is what the page's script knows of an outcome beside its problem.
type view struct {
	Criteria     []named           `json:"criteria"`
	Technologies []named           `json:"technologies"` // by row of the problem
	Weights      []float64         `json:"weights"`
	Locked       []bool            `json:"locked"`
	Scores       []float64         `json:"scores"` // the command's, which the engine has to give to the bit
	Shortlist    int               `json:"shortlist"`
	Decimals     int               `json:"decimals"`
	Comma        bool              `json:"comma"`
	Words        map[string]string `json:"words"`
}

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// words are what the script says, by the names it knows them by. %s and %d stand for what it fills in.
var words = map[string]language.Message{
	"title":     language.M("Move a weight"),
	"lock":      language.M("Lock"),
	"locks":     language.M("Lock the weight of %s"),
	"weight":    language.M("Weight of %s, per cent"),
	"undo":      language.M("Undo"),
	"reset":     language.M("Reset"),
	"copy":      language.M("Copy the weights for the command"),
	"copied":    language.M("Copied"),
	"rank":      language.M("Rank"),
	"tech":      language.M("Technology"),
	"score":     language.M("Score"),
	"leads":     language.M("%s leads with the score %s."),
	"shared":    language.M("First place is shared: %s and %s have the same rank."),
	"several":   language.M("First place is shared by more than two, %s and %s among them."),
	"enters":    language.M("Into the shortlist: %s."),
	"leaves":    language.M("Out of the shortlist: %s."),
	"same":      language.M("The shortlist is the one of the report."),
	"all":       language.M("Show all %d"),
	"turns":     language.M("What would change the first place"),
	"above":     language.M("%s above %s (now %s): %s leads"),
	"below":     language.M("%s below %s (now %s): %s leads"),
	"none":      language.M("No single weight does, however far it moves."),
	"searched":  language.M("Found by search, not solved for."),
	"work":      language.M("Work it out"),
	"slow":      language.M("With this method it takes a while."),
	"starting":  language.M("The engine starts …"),
	"broken":    language.M("The sliders cannot run here: %s. All else on this page is complete."),
	"different": language.M("this page was printed by another version of the engine"),
	"old":       language.M("the browser is too old"),
}

// Of is the part for an outcome. The error is that of what JSON cannot hold.
func Of(o *study.Outcome, l language.Language) (*Part, error) {
	problem, err := Problem(o)
	if err != nil {
		return nil, err
	}
	v := view{Weights: o.Global, Locked: o.Locks(), Shortlist: o.Study.Settings.Shortlist, Decimals: o.Decimals(), Comma: l == language.Russian, Words: map[string]string{}}
	for _, i := range o.Leaves {
		v.Criteria = append(v.Criteria, named{safe.Text(o.Study.Criteria[i].Code), safe.Text(o.Study.Criteria[i].Name)})
	}
	v.Scores = make([]float64, len(o.Rows))
	v.Technologies = make([]named, len(o.Rows))
	for k := range o.Rows {
		r := &o.Rows[k]
		v.Scores[r.Index] = r.Score
		v.Technologies[r.Index] = named{safe.Text(r.Technology.ID), safe.Text(r.Technology.Name)}
	}
	for _, name := range slices.Sorted(maps.Keys(words)) {
		v.Words[name] = unfilled(words[name], l)
	}
	if _, ok := o.Scorer.(mcda.PartialOrder); ok { // to have the best score is not to be preferred to all
		v.Words["leads"] = unfilled(language.M("%s has the best score, %s."), l)
	}
	seen, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	say := func(text string) string { return html.EscapeString(language.Say(l, text)) }
	fmt.Fprintf(&b, `<div class="veche-engine" id="veche-engine"><p class="veche-engine-note">%s</p></div>`, say("Sliders appear here where the browser runs scripts; all else on this page is complete without them."))
	fmt.Fprintf(&b, `<script type="application/json" id="veche-problem">%s</script>`, problem)
	fmt.Fprintf(&b, `<script type="application/json" id="veche-view">%s</script>`, seen)
	fmt.Fprintf(&b, `<script type="text/plain" id="veche-wasm" data-sha256="%s">%s</script>`, Hash(), base64.StdEncoding.EncodeToString(wasm))
	return &Part{Markup: b.String(), Script: Script + "\n" + page, Style: Style}, nil
}

// unfilled is a text whose arguments the script fills in.
func unfilled(m language.Message, l language.Language) string {
	if russian, ok := language.Known(m.Text); ok && l == language.Russian {
		return russian
	}
	return m.Text
}

// packed is whether the engine beside the code is the one its note names; a test asks.
func packed(unpacked []byte) bool { return fmt.Sprintf("%x", sha256.Sum256(unpacked)) == Hash() }
