package workbook

import (
	"reflect"
	"strings"
	"testing"

	"veche/internal/study"
)

// The sheet Meeting is read in either language, written back as it was read, and refuses what contradicts itself.
func TestMeeting(t *testing.T) {
	base := &study.Study{Title: "Studied", Criteria: []study.Criterion{{Code: "C1", Name: "One"}}, Technologies: []study.Technology{{ID: "T1", Name: "A"}, {ID: "T2", Name: "B"}},
		Experts: []study.Expert{{ID: "E1", Name: "Иванов И. И."}, {ID: "E2"}}, Evidence: study.Measured(study.Measurement{Value: 1}, study.Measurement{Value: 2, Technology: 1})}
	base.Meeting = &study.Meeting{Number: "5", Date: "2026-11-28", Chair: "E1", Present: []string{"E1", "E2"}, Quorum: "2/3", Agenda: []string{"first", "second"}, Opinions: []string{"E2: against"}}
	data, err := WriteStudy(base)
	if err != nil {
		t.Fatal(err)
	}
	s, issues := ReadBytes("m.xlsx", data)
	if issues.Err() != nil || s.Meeting == nil {
		t.Fatal(issues)
	}
	s.Meeting.Origins = nil
	if !reflect.DeepEqual(s.Meeting, base.Meeting) {
		t.Errorf("%+v, written %+v", s.Meeting, base.Meeting)
	}
	base.Meeting.Absent = []string{"Иванов И. И."}
	data, err = WriteStudy(base)
	if err != nil {
		t.Fatal(err)
	}
	if _, issues = ReadBytes("m.xlsx", data); issues.Err() == nil || !strings.Contains(issues.Err().Error(), "E-MEETING-TWICE") {
		t.Errorf("E1 is present by ID and absent by name: %v", issues)
	}
	for _, k := range study.MeetingKeys() {
		if meetingKeyOf(fold(k.Russian)) == nil || meetingKeyOf(fold(k.Name)) == nil {
			t.Errorf("%s is not found by its names", k.Name)
		}
	}
}

func TestNeededFor(t *testing.T) {
	for rule, want := range map[string]int{"7": 7, "2/3": 6, "50%": 5, "more than half": 5, "более половины": 5, "66,7 %": 7} {
		if n, ok := study.NeededFor(rule, 9); !ok || n != want {
			t.Errorf("%s of 9: %d %v, want %d", rule, n, ok, want)
		}
	}
	for _, rule := range []string{"", "some", "0", "3/2", "-5", "120%"} {
		if n, ok := study.NeededFor(rule, 9); ok {
			t.Errorf("%q of 9 is %d", rule, n)
		}
	}
}
