package xlsx

import (
	"path"
	"strings"
)

const (
	nsPackageRels  = "http://schemas.openxmlformats.org/package/2006/relationships"
	nsContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types"
)

// rel is a relationship of a part to another one.
type rel struct {
	id       string
	kind     string // the last element of its type, such as "worksheet"
	target   string
	external bool
}

// load reads the workbook part and what it refers to.
func (b *Book) load() error {
	name, err := b.zip.workbookPart()
	if err != nil {
		return err
	}
	folder := path.Dir(name)
	rels, err := b.zip.rels(path.Join(folder, "_rels", path.Base(name)+".rels"))
	if err != nil {
		return err
	}
	b.folder, b.rels = folder, rels
	if err := b.zip.read(name, func(p *part) error { return b.readWorkbook(p, folder, rels) }); err != nil {
		return err
	}
	// Some writers announce shared strings that they do not write because no
	// cell needs them. A cell that does need them will say so.
	if name := b.zip.related(rels, "sharedStrings", folder); name != "" {
		b.hasTable = true
		err := b.zip.read(name, func(p *part) (err error) {
			b.strings, b.runs, err = readStrings(p)
			return err
		})
		if err != nil {
			return err
		}
	}
	if name := b.zip.related(rels, "styles", folder); name != "" {
		b.styled = true
		return b.zip.read(name, func(p *part) (err error) {
			b.styles, err = readStyles(p)
			return err
		})
	}
	return nil
}

// workbookPart finds the workbook by the package's relationships, by its
// content types, or where it usually is.
func (a *archive) workbookPart() (string, error) {
	if a.has("_rels/.rels") {
		rels, err := a.rels("_rels/.rels")
		if err != nil {
			return "", err
		}
		for _, r := range rels {
			if r.kind == "officeDocument" && !r.external {
				if name := a.find("", r.target); name != "" {
					return name, nil
				}
			}
		}
	}
	if a.has("[Content_Types].xml") {
		name, err := a.workbookByType()
		if name != "" || err != nil {
			return name, err
		}
	}
	if a.has("xl/workbook.xml") {
		return "xl/workbook.xml", nil
	}
	return "", &FormatError{"zip", "the file is an archive without a workbook in it. If the workbook is inside, unpack it first."}
}

// workbookByType returns the part whose content type is a workbook, or "".
func (a *archive) workbookByType() (string, error) {
	found := ""
	err := a.read("[Content_Types].xml", func(p *part) error {
		return p.document("Types", nsContentTypes, func(el *element) error {
			name, _ := el.attr("PartName")
			kind, _ := el.attr("ContentType")
			if string(el.local) == "Override" && found == "" &&
				(strings.HasSuffix(kind, "sheet.main+xml") || strings.HasSuffix(kind, "template.main+xml") || strings.HasSuffix(kind, "sheet.macroEnabled.main+xml")) {
				found = a.find("", name)
			}
			return p.skip()
		})
	})
	return found, err
}

// rels reads a part of relationships. Without the part there are none.
func (a *archive) rels(name string) ([]rel, error) {
	if !a.has(name) {
		return nil, nil
	}
	var out []rel
	err := a.read(name, func(p *part) error {
		return p.document("Relationships", nsPackageRels, func(el *element) error {
			if string(el.local) == "Relationship" {
				var r rel
				r.id, _ = el.attr("Id")
				kind, _ := el.attr("Type")
				r.kind = kind[strings.LastIndexByte(kind, '/')+1:]
				r.target, _ = el.attr("Target")
				mode, _ := el.attr("TargetMode")
				r.external = strings.EqualFold(mode, "External")
				if out = append(out, r); len(out) > a.lim.Entries {
					return p.damage("more than %d relationships", a.lim.Entries)
				}
			}
			return p.skip()
		})
	})
	return out, err
}

// related returns the part of a kind, such as "styles", or where it usually is
// beside the workbook, or "" when there is none.
func (a *archive) related(rels []rel, kind, folder string) string {
	for _, r := range rels {
		if r.kind == kind && !r.external {
			if name := a.find(folder, r.target); name != "" {
				return name
			}
		}
	}
	return a.find(folder, kind+".xml")
}

func (b *Book) readWorkbook(p *part, folder string, rels []rel) error {
	byID := make(map[string]rel, len(rels))
	for _, r := range rels {
		if _, twice := byID[r.id]; twice {
			return p.damage("two relationships have the id %q", shown(r.id))
		}
		byID[r.id] = r
	}
	names := make(map[string]bool)
	parts := make(map[string]bool)
	listed, lists := 0, 0
	err := p.document("workbook", "", func(el *element) error {
		switch {
		case el.is("workbookPr"):
			if s, ok := el.attr("date1904"); ok {
				if b.date1904, ok = parseBool(s); !ok {
					return p.damage("date1904 is %q", shown(s))
				}
			}
			return p.skip()
		case el.is("sheets"):
			if lists++; lists > 1 {
				return p.damage("two lists of sheets")
			}
			return p.children(func(el *element) error {
				if !el.main {
					return p.foreign(el)
				}
				if string(el.local) != "sheet" {
					return p.stray(el)
				}
				if listed++; listed > b.lim.Entries {
					return p.damage("more than %d sheets", b.lim.Entries)
				}
				s, kind, err := b.readSheet(p, el, folder, byID)
				if err != nil {
					return err
				}
				if key := strings.ToLower(s.Name); names[key] {
					return p.damage("two sheets are named %q", shown(s.Name))
				} else {
					names[key] = true
				}
				at := -1
				if s.part != "" {
					if key := foldPart(s.part); parts[key] {
						return p.damage("two sheets have the part %s", shown(s.part))
					} else {
						parts[key] = true
					}
					at = len(b.sheets)
					b.sheets = append(b.sheets, s)
				}
				b.listed = append(b.listed, listing{s.Name, kind, at})
				return p.skip()
			})
		}
		return p.skip()
	})
	if err == nil && listed == 0 {
		return p.damage("the workbook lists no sheets")
	}
	return err
}

// readSheet reads an entry of the list of sheets. The part is "" for a sheet
// that has no cells: a chart, a dialog, old macros. The kind is that of its
// relationship, such as "worksheet".
func (b *Book) readSheet(p *part, el *element, folder string, byID map[string]rel) (s sheet, kind string, err error) {
	name, _ := el.attr("name")
	if s.Name = cleanText([]byte(name)); s.Name == "" {
		return s, "", p.damage("a sheet has no name")
	}
	state, _ := el.attr("state")
	switch state {
	case "", "visible":
	case "hidden", "veryHidden":
		s.Hidden = true
	default:
		return s, "", p.damage("sheet %q has the state %q", shown(s.Name), shown(state))
	}
	id, given := "", false
	for _, a := range el.attrs {
		if string(a.local) == "id" && (a.space == nsRel || a.space == nsRelStrict) {
			id, given = string(a.value), true
		}
	}
	r, ok := byID[id]
	if given && id == "" {
		return s, "module", nil // Excel 5 and 95 listed their macros among the sheets; Excel keeps the entry and no part
	}
	if !ok || r.external {
		return s, "", &DamageError{Part: p.name, Sheet: s.Name, Reason: "the sheet has no part in the file"}
	}
	switch r.kind {
	case "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet":
		return s, r.kind, nil
	}
	if s.part = b.zip.find(folder, r.target); s.part == "" {
		return s, "", &DamageError{Part: shown(r.target), Sheet: s.Name, Reason: "the sheet's part is missing from the file"}
	}
	return s, "worksheet", nil // or it will turn out to be none
}
