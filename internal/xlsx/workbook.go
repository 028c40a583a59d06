package xlsx

import (
	"path"
	"strings"

	"veche/internal/zipxml"
)

// The main namespace, transitional and strict (ISO/IEC 29500), and others.
const (
	nsMain         = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsMainStrict   = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	nsRel          = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsRelStrict    = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	nsCompat       = "http://schemas.openxmlformats.org/markup-compatibility/2006"
	nsPackageRels  = "http://schemas.openxmlformats.org/package/2006/relationships"
	nsContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types"
)

// spaces are the namespaces that parts are read for.
var spaces = []string{nsMain, nsMainStrict}

// is reports an element of the main namespace, either of the two.
func is(el *zipxml.Element, name string) bool { return el.NS != 0 && string(el.Local) == name }

// rel is a relationship of a part to another one.
type rel struct {
	id       string
	kind     string // the last element of its type, such as "worksheet"
	target   string
	external bool
}

// load reads the workbook part and what it refers to.
func (b *Book) load() error {
	name, err := workbookPart(b.zip)
	if err != nil {
		return err
	}
	folder := path.Dir(name)
	rels, err := relsOf(b.zip, path.Join(folder, "_rels", path.Base(name)+".rels"))
	if err != nil {
		return err
	}
	b.folder, b.rels = folder, rels
	if err := b.zip.Read(name, func(p *zipxml.Part) error { return b.readWorkbook(p, folder, rels) }); err != nil {
		return err
	}
	// Some writers announce shared strings that they do not write because no
	// cell needs them. A cell that does need them will say so.
	if name := related(b.zip, rels, "sharedStrings", folder); name != "" {
		b.hasTable = true
		err := b.zip.Read(name, func(p *zipxml.Part) (err error) {
			b.strings, b.runs, err = readStrings(p)
			return err
		})
		if err != nil {
			return err
		}
	}
	if name := related(b.zip, rels, "styles", folder); name != "" {
		b.styled = true
		return b.zip.Read(name, func(p *zipxml.Part) (err error) {
			b.styles, err = readStyles(p)
			return err
		})
	}
	return nil
}

// workbookPart finds the workbook by the package's relationships, by its
// content types, or where it usually is.
func workbookPart(a *zipxml.Archive) (string, error) {
	if a.Has("_rels/.rels") {
		rels, err := relsOf(a, "_rels/.rels")
		if err != nil {
			return "", err
		}
		for _, r := range rels {
			if r.kind == "officeDocument" && !r.external {
				if name := a.Find("", r.target); name != "" {
					return name, nil
				}
			}
		}
	}
	if a.Has("[Content_Types].xml") {
		name, err := workbookByType(a)
		if name != "" || err != nil {
			return name, err
		}
	}
	if a.Has("xl/workbook.xml") {
		return "xl/workbook.xml", nil
	}
	return "", notRead("zip", "the file is an archive without a workbook in it", "If the workbook is inside, unpack it first.")
}

// workbookByType returns the part whose content type is a workbook, or "".
func workbookByType(a *zipxml.Archive) (string, error) {
	found := ""
	err := a.Read("[Content_Types].xml", func(p *zipxml.Part) error {
		return p.Document("Types", nsContentTypes, func(el *zipxml.Element) error {
			name, _ := el.Attr("PartName")
			kind, _ := el.Attr("ContentType")
			if string(el.Local) == "Override" && found == "" &&
				(strings.HasSuffix(kind, "sheet.main+xml") || strings.HasSuffix(kind, "template.main+xml") || strings.HasSuffix(kind, "sheet.macroEnabled.main+xml")) {
				found = a.Find("", name)
			}
			return p.Skip()
		})
	})
	return found, err
}

// rels reads a part of relationships. Without the part there are none.
func relsOf(a *zipxml.Archive, name string) ([]rel, error) {
	if !a.Has(name) {
		return nil, nil
	}
	var out []rel
	err := a.Read(name, func(p *zipxml.Part) error {
		return p.Document("Relationships", nsPackageRels, func(el *zipxml.Element) error {
			if string(el.Local) == "Relationship" {
				var r rel
				r.id, _ = el.Attr("Id")
				kind, _ := el.Attr("Type")
				r.kind = kind[strings.LastIndexByte(kind, '/')+1:]
				r.target, _ = el.Attr("Target")
				mode, _ := el.Attr("TargetMode")
				r.external = strings.EqualFold(mode, "External")
				if out = append(out, r); len(out) > a.Lim.Entries {
					return p.Damage("more than %d relationships", a.Lim.Entries)
				}
			}
			return p.Skip()
		})
	})
	return out, err
}

// related returns the part of a kind, such as "styles", or where it usually is
// beside the workbook, or "" when there is none.
func related(a *zipxml.Archive, rels []rel, kind, folder string) string {
	for _, r := range rels {
		if r.kind == kind && !r.external {
			if name := a.Find(folder, r.target); name != "" {
				return name
			}
		}
	}
	return a.Find(folder, kind+".xml")
}

func (b *Book) readWorkbook(p *zipxml.Part, folder string, rels []rel) error {
	byID := make(map[string]rel, len(rels))
	for _, r := range rels {
		if _, twice := byID[r.id]; twice {
			return p.Damage("two relationships have the id %q", zipxml.Shown(r.id))
		}
		byID[r.id] = r
	}
	names := make(map[string]bool)
	parts := make(map[string]bool)
	listed, lists := 0, 0
	err := p.Document("workbook", "", func(el *zipxml.Element) error {
		switch {
		case is(el, "workbookPr"):
			if s, ok := el.Attr("date1904"); ok {
				if b.date1904, ok = zipxml.ParseBool(s); !ok {
					return p.Damage("date1904 is %q", zipxml.Shown(s))
				}
			}
			return p.Skip()
		case is(el, "sheets"):
			if lists++; lists > 1 {
				return p.Damage("two lists of sheets")
			}
			return p.Children(func(el *zipxml.Element) error {
				if el.NS == 0 {
					return foreign(p, el)
				}
				if string(el.Local) != "sheet" {
					return p.Stray(el)
				}
				if listed++; listed > b.lim.Entries {
					return p.Damage("more than %d sheets", b.lim.Entries)
				}
				s, kind, err := b.readSheet(p, el, folder, byID)
				if err != nil {
					return err
				}
				if key := strings.ToLower(s.Name); names[key] {
					return p.Damage("two sheets are named %q", zipxml.Shown(s.Name))
				} else {
					names[key] = true
				}
				at := -1
				if s.part != "" {
					if key := zipxml.FoldPart(s.part); parts[key] {
						return p.Damage("two sheets have the part %s", zipxml.Shown(s.part))
					} else {
						parts[key] = true
					}
					at = len(b.sheets)
					b.sheets = append(b.sheets, s)
				}
				b.listed = append(b.listed, listing{s.Name, kind, at})
				return p.Skip()
			})
		}
		return p.Skip()
	})
	if err == nil && listed == 0 {
		return p.Damage("the workbook lists no sheets")
	}
	return err
}

// readSheet reads an entry of the list of sheets. The part is "" for a sheet
// that has no cells: a chart, a dialog, old macros. The kind is that of its
// relationship, such as "worksheet".
func (b *Book) readSheet(p *zipxml.Part, el *zipxml.Element, folder string, byID map[string]rel) (s sheet, kind string, err error) {
	name, _ := el.Attr("name")
	if s.Name = cleanText([]byte(name)); s.Name == "" {
		return s, "", p.Damage("a sheet has no name")
	}
	state, _ := el.Attr("state")
	s.Hidden = state == "hidden" || state == "veryHidden" // some writers have states of their own, such as "show"
	id, given := "", false
	for _, a := range el.Attrs {
		if string(a.Local) == "id" && (a.Space == nsRel || a.Space == nsRelStrict) {
			id, given = string(a.Value), true
		}
	}
	r, ok := byID[id]
	if given && id == "" {
		return s, "module", nil // Excel 5 and 95 listed their macros among the sheets; Excel keeps the entry and no part
	}
	if !ok || r.external {
		return s, "", zipxml.Damagef(p.Name, "the sheet has no part in the file").At(s.Name, "")
	}
	switch r.kind {
	case "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet":
		return s, r.kind, nil
	}
	if s.part = b.zip.Find(folder, r.target); s.part == "" {
		return s, "", zipxml.Damagef(r.target, "the sheet's part is missing from the file").At(s.Name, "")
	}
	return s, "worksheet", nil // or it will turn out to be none
}
