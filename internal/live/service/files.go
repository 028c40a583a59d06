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

// making is what a file is made for, beside the panel and who asked: another process that is told the same makes the same bytes.
type making struct {
	Language language.Language `json:"language"`
	Made     time.Time         `json:"made"`
	Zones    map[int64]zone    `json:"zones,omitempty"` // at the times that a file says, by nanosecond; nil: this machine's
}

// zone is what clocks go by.
type zone struct {
	Name   string `json:"name"`
	Offset int    `json:"offset"` // seconds east of Greenwich
}

// zoned notes how clocks go here at the times that a panel's files say.
func (m making) zoned(s *live.State) making {
	m.Zones = map[int64]zone{}
	for k := range s.Rounds {
		name, offset := s.Rounds[k].ClosedAt.Local().Zone()
		m.Zones[s.Rounds[k].ClosedAt.UnixNano()] = zone{name, offset}
	}
	return m
}

// clock is a time as the clocks show it where the file is asked for.
func (m *making) clock(t time.Time) time.Time {
	if z, noted := m.Zones[t.UnixNano()]; noted {
		return t.In(time.FixedZone(z.Name, z.Offset))
	}
	return t.Local()
}

// makers make what takes long enough to be made elsewhere.
var makers = map[string]func(context.Context, *live.Panel, live.Actor, making) ([]byte, error){
	"report.html": reportFile, "report.docx": wordFile, "minutes.docx": minutesFile, "panel.xlsx": workbookFile, "shortlist.xlsx": shortlistFile, "ranking.json": rankingFile,
}

// files are what people can take away from a panel, each as the command of the same name writes it.
func (e *errands) files() []web.File {
	return []web.File{
		{Name: "report.html", Kind: "text/html; charset=utf-8", Right: live.Export, Make: e.file("report.html"), Title: language.M("Report of the panel"),
			About: language.M("One page that opens in any browser without a network, as veche report writes it.")},
		{Name: "report.docx", Kind: word, Right: live.Export, Make: e.file("report.docx"), Title: language.M("Report as a Word document"),
			About: language.M("The same report, to be edited and printed.")},
		{Name: "minutes.docx", Kind: word, Right: live.Export, Make: e.file("minutes.docx"), Title: language.M("Minutes of the panel"),
			About: language.M("The minutes as a Word document: who was present, ballots, decision, root of the box; what nobody knows is left to be filled in.")},
		{Name: "panel.xlsx", Kind: spreadsheet, Right: live.Export, Make: e.file("panel.xlsx"), Title: language.M("Workbook of the panel"),
			About: language.M("Study and answers as veche collect would have made them; of a closed panel with codes in place of names.")},
		{Name: "shortlist.xlsx", Kind: spreadsheet, Right: live.Export, Make: e.file("shortlist.xlsx"), Title: language.M("Shortlist workbook"),
			About: language.M("The ranking with live formulas, agreement, robustness and audit, as veche rank -o writes it.")},
		{Name: "ranking.json", Kind: "application/json", Right: live.Export, Make: e.file("ranking.json"), Title: language.M("Ranking as data"),
			About: language.M("The ranking as JSON, as veche rank --format json prints it.")},
		{Name: "record.jsonl", Kind: "application/jsonl", Right: live.ExportRecord, Make: recordFile, Title: language.M("Record of the panel"),
			About: language.M("All events, roots and opened ballots, for veche verify: anyone can check with it that the ranking follows from what the panel said.")},
	}
}

func reportFile(ctx context.Context, p *live.Panel, a live.Actor, m making) ([]byte, error) {
	return documentFile(ctx, p, a, m, ".html", nil)
}

func wordFile(ctx context.Context, p *live.Panel, a live.Actor, m making) ([]byte, error) {
	return documentFile(ctx, p, a, m, ".docx", nil)
}

func minutesFile(ctx context.Context, p *live.Panel, a live.Actor, m making) ([]byte, error) {
	return documentFile(ctx, p, a, m, ".docx", []string{report.KeyMinutes})
}

// documentFile is the panel's report, or the sections named of it, with what its record says of the meeting.
func documentFile(ctx context.Context, p *live.Panel, a live.Actor, m making, kind string, sections []string) ([]byte, error) {
	o, err := p.Outcome(ctx, a)
	if err != nil {
		return nil, err
	}
	met := *o
	met.Study = o.Study.Changed()
	if met.Study.Meeting, err = meeting(ctx, p, a, &m, o.Study.Meeting); err != nil {
		return nil, err
	}
	x := composed.Options{Language: m.Language, Keys: sections, Made: m.Made}
	for _, action := range p.State().Actions {
		x.Done = append(x.Done, report.Change{Action: action})
	}
	d, err := composed.Of(ctx, &met, x)
	if err != nil {
		return nil, err
	}
	return composed.File(ctx, d, kind, &met, nil)
}

func workbookFile(ctx context.Context, p *live.Panel, a live.Actor, _ making) ([]byte, error) {
	return p.Export(ctx, a)
}

func recordFile(ctx context.Context, p *live.Panel, a live.Actor, _ language.Language) ([]byte, error) {
	return p.Record(ctx, a)
}

func shortlistFile(ctx context.Context, p *live.Panel, a live.Actor, m making) ([]byte, error) {
	o, err := p.Outcome(ctx, a)
	if err != nil {
		return nil, err
	}
	return shortlist.Write(o, shortlist.Options{Actions: p.State().Actions, Version: release.Version, Lang: m.Language.Code()})
}

func rankingFile(ctx context.Context, p *live.Panel, a live.Actor, _ making) ([]byte, error) {
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
