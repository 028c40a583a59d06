package service

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/web"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/composed"
	"veche/internal/report/contract"
	"veche/internal/workbook"
	"veche/internal/workbook/shortlist"
)

const (
	spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	word        = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// files are what people can take away from a panel, each as the command of the same name writes it.
func files() []web.File {
	return []web.File{
		{Name: "report.html", Kind: "text/html; charset=utf-8", Right: live.Export, Make: reportFile, Title: language.M("Report of the panel"),
			About: language.M("One page that opens in any browser without a network, as veche report writes it.")},
		{Name: "report.docx", Kind: word, Right: live.Export, Make: wordFile, Title: language.M("Report as a Word document"),
			About: language.M("The same report, to be edited and printed.")},
		{Name: "minutes.docx", Kind: word, Right: live.Export, Make: minutesFile, Title: language.M("Minutes of the panel"),
			About: language.M("The minutes as a Word document: who was present, ballots, decision, root of the box; what nobody knows is left to be filled in.")},
		{Name: "panel.xlsx", Kind: spreadsheet, Right: live.Export, Make: workbookFile, Title: language.M("Workbook of the panel"),
			About: language.M("Study and answers as veche collect would have made them; of a closed panel with codes in place of names.")},
		{Name: "shortlist.xlsx", Kind: spreadsheet, Right: live.Export, Make: shortlistFile, Title: language.M("Shortlist workbook"),
			About: language.M("The ranking with live formulas, agreement, robustness and audit, as veche rank -o writes it.")},
		{Name: "ranking.json", Kind: "application/json", Right: live.Export, Make: rankingFile, Title: language.M("Ranking as data"),
			About: language.M("The ranking as JSON, as veche rank --format json prints it.")},
		{Name: "record.jsonl", Kind: "application/jsonl", Right: live.ExportRecord, Make: recordFile, Title: language.M("Record of the panel"),
			About: language.M("All events, roots and opened ballots, for veche verify: anyone can check with it that the ranking follows from what the panel said.")},
	}
}

func reportFile(ctx context.Context, p *live.Panel, a live.Actor, l language.Language) ([]byte, error) {
	return documentFile(ctx, p, a, ".html", composed.Options{Language: l})
}

func wordFile(ctx context.Context, p *live.Panel, a live.Actor, l language.Language) ([]byte, error) {
	return documentFile(ctx, p, a, ".docx", composed.Options{Language: l})
}

func minutesFile(ctx context.Context, p *live.Panel, a live.Actor, l language.Language) ([]byte, error) {
	return documentFile(ctx, p, a, ".docx", composed.Options{Language: l, Keys: []string{report.KeyMinutes}})
}

// documentFile is the panel's report, or a part of it, with what its record says of the meeting.
func documentFile(ctx context.Context, p *live.Panel, a live.Actor, kind string, x composed.Options) ([]byte, error) {
	o, err := p.Outcome(ctx, a)
	if err != nil {
		return nil, err
	}
	met := *o
	met.Study = o.Study.Changed()
	if met.Study.Meeting, err = meeting(ctx, p, a, x.Language, o.Study.Meeting); err != nil {
		return nil, err
	}
	x.Made = time.Now()
	for _, action := range p.State().Actions {
		x.Done = append(x.Done, report.Change{Action: action})
	}
	d, err := composed.Of(ctx, &met, x)
	if err != nil {
		return nil, err
	}
	return composed.File(ctx, d, kind, &met, nil)
}

func workbookFile(ctx context.Context, p *live.Panel, a live.Actor, _ language.Language) ([]byte, error) {
	return p.Export(ctx, a)
}

func recordFile(ctx context.Context, p *live.Panel, a live.Actor, _ language.Language) ([]byte, error) {
	return p.Record(ctx, a)
}

func shortlistFile(ctx context.Context, p *live.Panel, a live.Actor, l language.Language) ([]byte, error) {
	o, err := p.Outcome(ctx, a)
	if err != nil {
		return nil, err
	}
	return shortlist.Write(o, shortlist.Options{Actions: p.State().Actions, Version: release.Version, Lang: l.Code()})
}

func rankingFile(ctx context.Context, p *live.Panel, a live.Actor, _ language.Language) ([]byte, error) {
	o, err := p.Outcome(ctx, a)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	err = e.Encode(contract.OfRanking(o, o.Outputs(), false))
	return b.Bytes(), err
}

// digestOf is the SHA-256 of a workbook as a panel keeps it.
func digestOf(data []byte) string { return workbook.Digest(data) }
