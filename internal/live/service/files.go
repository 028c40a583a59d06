package service

import (
	"bytes"
	"context"
	"encoding/json"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/web"
	"veche/internal/release"
	"veche/internal/report/contract"
	"veche/internal/workbook"
	"veche/internal/workbook/shortlist"
)

const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// files are what people can take away from a panel, each as the command of the same name writes it.
func files() []web.File {
	return []web.File{
		{Name: "shortlist.xlsx", Kind: spreadsheet, Right: live.Export, Make: shortlistFile, Title: language.M("Shortlist workbook"),
			About: language.M("The ranking with live formulas, agreement, robustness and audit, as veche rank -o writes it.")},
		{Name: "ranking.json", Kind: "application/json", Right: live.Export, Make: rankingFile, Title: language.M("Ranking as data"),
			About: language.M("The ranking as JSON, as veche rank --format json prints it.")},
		{Name: "panel.xlsx", Kind: spreadsheet, Right: live.Export, Make: exportFile, Title: language.M("The panel's workbook"),
			About: language.M("Of an open panel what veche collect would have made of its forms; of a closed one the study with codes for experts.")},
		{Name: "record.json", Kind: "application/json", Right: live.ExportRecord, Make: recordFile, Title: language.M("The record"),
			About: language.M("Everything needed to check the panel without this server, with veche verify.")},
	}
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
	err = e.Encode(contract.OfRanking(o, o.Trace(), false))
	return b.Bytes(), err
}

func exportFile(ctx context.Context, p *live.Panel, a live.Actor, _ language.Language) ([]byte, error) {
	return p.Export(ctx, a)
}

func recordFile(ctx context.Context, p *live.Panel, a live.Actor, _ language.Language) ([]byte, error) {
	return p.Record(ctx, a)
}

// digestOf is the SHA-256 of a workbook as a panel keeps it.
func digestOf(data []byte) string { return workbook.Digest(data) }
