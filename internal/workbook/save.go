package workbook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// Save writes the weights and settings in force into the study's workbook at path, and nothing else: moved weights become local weights in Criteria (and
// weighting becomes direct), changed settings and exclusions become rows of Study, changed pins, rules and synergies go where they belong. was is the SHA-256 the file must still have, so that a change someone
// else made meanwhile is not lost: it is compared under a lock that every writer takes. now is what it has afterwards. The file is replaced whole or not at all, and only after what was written has been read
// back and found to give the same weights.
func Save(path string, s *study.Study, was string) (now string, err error) {
	return SaveUntil(context.Background(), path, s, was)
}

// SaveUntil is Save, but that the file stays as it was once ctx has ended.
func SaveUntil(ctx context.Context, path string, s *study.Study, was string) (now string, err error) {
	err = locked(path, func() error {
		original, err := ReadInput(path)
		if err != nil {
			return err
		}
		changed := language.Errorf("%s was changed by someone else since it was opened; it is left as it is. Open it again, or copy it first", path)
		if digest(original) != was {
			return changed
		}
		data, err := Updated(filepath.Base(path), original, s)
		if err != nil {
			return err
		}
		if still, err := digestOf(path); err != nil || still != was { // a program that takes no lock
			return errors.Join(err, changed)
		}
		now = digest(data)
		return writeFile(ctx, path, data, true)
	})
	if err != nil {
		return "", err
	}
	return now, nil
}

// SaveAs is Save of a study that came from original into a new file.
func SaveAs(o *Output, original []byte, s *study.Study) (now string, err error) {
	data, err := Updated(filepath.Base(o.Path), original, s)
	if err != nil {
		return "", err
	}
	if err := o.Write(data); err != nil {
		return "", err
	}
	return digest(data), nil
}

// Original is the workbook at path as it is, to be changed and written elsewhere. For a study that is only read, see [ReadOnly], it is a workbook made of it, and
// made is set.
func Original(path string) (data []byte, made bool, err error) {
	if !ReadOnly(path) {
		data, err = ReadInput(path)
		return data, false, err
	}
	s, issues, err := Read(path)
	if err != nil {
		return nil, true, err
	}
	if err := issues.Err(); err != nil {
		return nil, true, err
	}
	data, err = WriteStudy(s)
	return data, true, err
}

// ReadOnly reports whether a study at path is read but not written: files of text, which are a folder or have a name that promises text, or an OpenDocument
// spreadsheet.
func ReadOnly(path string) bool {
	if info, err := os.Stat(path); isTextFile(path) || err == nil && info.IsDir() {
		return true
	}
	data, err := ReadInput(path)
	if err != nil {
		return false // as will be said by whoever reads it
	}
	_, err = xlsx.Open(data, xlsx.DefaultLimits())
	return isODS(err)
}

// Digest is the SHA-256 by which a workbook is known, as [study.Source] holds it.
func Digest(data []byte) string { return digest(data) }

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Updated is the study's workbook, given as it is now, with what is in force written into it; see [Save].
func Updated(name string, original []byte, s *study.Study) ([]byte, error) {
	book, err := xlsx.Open(original, xlsx.DefaultLimits())
	if err != nil {
		return nil, err
	}
	r := &reader{file: name, book: book, known: make([]bool, len(book.Sheets())), study: &study.Study{}}
	f, err := excelize.OpenReader(bytes.NewReader(original))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if s.Moved != nil {
		if err := r.saveWeights(f, s.LocalWeights(s.Moved)); err != nil {
			return nil, err
		}
	}
	before, _ := ReadBytes(name, original)
	if err := r.saveSettings(f, before, s); err != nil {
		return nil, err
	}
	if err := readUnanswered(name, original).saveJudgements(f, s); err != nil {
		return nil, err
	}
	if err := r.saveSelection(f, before, s); err != nil {
		return nil, err
	}
	data, err := write.Pack(f)
	if err != nil {
		return nil, err
	}
	return data, readsBack(name, data, s)
}

// readsBack makes sure that the written workbook gives the weights in force.
func readsBack(name string, data []byte, s *study.Study) error {
	again, issues := ReadBytes(name, data)
	if err := issues.Err(); err != nil {
		return language.Errorf("the workbook would not read back, so it is left as it is: %v", err)
	}
	if !sameJudgements(s, again) {
		return language.Errorf("the workbook would read back with other judgements, so it is left as it is; this is a fault of the program, please report it")
	}
	want, err := s.InForce()
	if err != nil {
		return err
	}
	got, err := again.InForce()
	if err != nil {
		return err
	}
	for k := range want {
		if math.Abs(want[k]-got[k]) > 1e-12 {
			return language.Errorf("the workbook would read back with other weights, so it is left as it is; this is a fault of the program, please report it")
		}
	}
	return nil
}

// saveWeights writes local weights by criterion into the Weight column, which is added when there is none.
func (r *reader) saveWeights(f *excelize.File, local []float64) error {
	t := r.find(&criteriaSheet)
	if t == nil || !t.readHeader() {
		return r.issues
	}
	weight := t.col("Weight")
	if weight == 0 {
		for _, col := range t.at {
			weight = max(weight, col+1)
		}
		for _, e := range t.extra {
			weight = max(weight, e.col+1)
		}
		heading := criteriaSheet.heading("Weight", fold(t.name) == fold(criteriaSheet.Russian))
		if err := f.SetCellValue(t.name, xlsx.CellName(t.header, weight), heading); err != nil {
			return err
		}
	}
	k := 0
	var failed error
	if !t.body(func(row row) {
		if failed != nil || k >= len(local) || text(row.get("Code")) == "" {
			return
		}
		failed = write.SetCell(f, t.name, xlsx.CellName(row.n, weight), local[k])
		k++
	}) {
		return r.issues
	}
	return failed
}

// saveSettings writes the keys whose values differ from the workbook's.
func (r *reader) saveSettings(f *excelize.File, before, s *study.Study) error {
	t := r.find(&studySheet)
	if t == nil || !t.readHeader() {
		return r.issues
	}
	rows, last := map[string]int{}, t.header
	if !t.body(func(row row) {
		last = row.n
		name := foldHeader(text(row.get("Key")))
		if key := settingOf(name); key != nil {
			name = key.Name
		} else {
			name = mcda.FoldName(name) // a parameter
		}
		rows[name] = row.n
	}) {
		return r.issues
	}
	was, now := settingValues(before), settingValues(s)
	if s.Moved != nil {
		now["weighting"], now["mix"] = "direct", ""
	}
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if now[key] == was[key] {
			continue
		}
		row, ok := rows[key]
		if !ok {
			last++
			row = last
			if err := f.SetCellValue(t.name, xlsx.CellName(row, t.col("Key")), t.settingName(key)); err != nil {
				return err
			}
		}
		if err := write.SetCell(f, t.name, xlsx.CellName(row, t.col("Value")), settingCell(key, now[key])); err != nil {
			return err
		}
	}
	return nil
}

// settingName is what a key is called on a sheet in its language; a parameter of a method has one name.
func (t *table) settingName(key string) string {
	if x, ok := study.LookupSetting(key); ok && fold(t.name) == fold(studySheet.Russian) {
		return x.Russian
	}
	return key
}

// settingValues are a study's settings as the Study sheet would say them. Every key that can change is present.
func settingValues(s *study.Study) map[string]string {
	values := map[string]string{}
	for _, x := range study.SettingsTable() {
		values[x.Name] = x.Text(s)
	}
	maps.Copy(values, s.Settings.Parameters)
	return values
}
