package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

const editions = "it takes two editions; testdata/script/compare.txtar has it"

// noExample says why a code has no example in issueExamples.
var noExample = map[string]string{
	"W-FORM-PASTED":     "it takes --expert; testdata/script/loop.txtar has it",
	"E-SELECT-TIME":     "a proof that takes longer than the time limit; the rules of a small study never do",
	"W-EDITION-RENAMED": editions, "W-EDITION-NUMBERED": editions, "W-EDITION-NAME": editions, "W-EDITION-NEAR": editions, "W-EDITION-EXPERT": editions, "W-EDITION-CRITERION": editions, "W-EDITION-SCALE": editions,
	"E-PAIR": "an iteration that does not converge on contradictory judgements; no input is known that makes it fail",
}

var linkHeader = row{"Project", "Technology", "Period", "Partner", "Bloc", "Region", "Commitment"}

// crowd is a project of n partners.
func crowd(n int) string {
	var b strings.Builder
	for k := range n {
		fmt.Fprintf(&b, "P1,wind,2024,Institute %d\n", k+1)
	}
	return b.String()
}

// issueExamples gives each code an input that makes it. The line that the command prints of it stands in docs/issues.md.
var issueExamples = map[string]issueExample{
	// Files
	"E-FILE-DAMAGED":   {data: func(b []byte) []byte { return b[:len(b)/2] }},
	"E-FILE-EMPTY":     {data: func([]byte) []byte { return nil }},
	"E-FILE-FORMAT":    {data: func([]byte) []byte { return append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 2048)...) }},
	"E-FILE-SHORTLIST": {change: []change{sheet("Summary"), sheet("Ranking"), sheet("Calculation"), sheet("Audit"), set("Study!=")}},
	"E-FILE-FORM":      {data: blankForm},
	"E-TEXT-BINARY":    {text: map[string]string{"study/Study.csv": "Key,Value\n", "study/Scores.csv": "Expert\x00Technology"}},
	"E-TEXT-LIMIT":     {text: map[string]string{"study/Study.csv": "Key,Value\n" + strings.Repeat(",", 1<<14) + "x"}},
	"E-TEXT-QUOTE":     {text: map[string]string{"study/Study.csv": "Key,Value\ntitle,\"Energy\n"}},
	"E-TEXT-BYTE":      {text: map[string]string{"study/Study.csv": "Параметр;Значение\nназвание;Энерг\xd0\n"}},
	"E-TEXT-ENCODING":  {text: map[string]string{"study/Study.csv": "Key;Value\ntitle;\x81\x9d\n"}},
	"E-TEXT-FIELDS":    {text: map[string]string{"study/Study.csv": "Key,Value\ntitle,Energy, heat\n", "study/Criteria.csv": "Code,Criterion,Sense\nC1,Impact,benefit\n", "study/Technologies.csv": "ID,Technology\nT1,Heat\nT2,Wind\n", "study/Evidence.csv": "Technology,C1\nT1,1\nT2,2\n"}},
	"W-ENCODING":       {text: map[string]string{"study/Study.csv": "\xcf\xe0\xf0\xe0\xec\xe5\xf2\xf0;\xc7\xed\xe0\xf7\xe5\xed\xe8\xe5\n"}},

	// Sheets and columns
	"E-SHEET-MISSING":    {change: []change{rename("Technologies", "Tecnologies")}},
	"E-SHEET-DUPLICATE":  {change: []change{sheet("Оценки", row{"Эксперт", "Технология", "Критерий", "Оценка"})}},
	"E-SHEET-AMBIGUOUS":  {change: []change{set("Experts!A5=E1 C1", "Criteria!A5=C1 C2", "Criteria!B5=Jobs", "Criteria!C5=benefit", "Criteria!D5=0"), sheet("Pairwise E1 C1 C2", row{nil, "T1", "T2"}, row{"T1", 1, 2}, row{"T2", nil, 1})}},
	"W-SHEET-HIDDEN":     {change: []change{func(f *excelize.File) error { return f.SetSheetVisible("Experts", false) }}},
	"W-SHEET-UNKNOWN":    {change: []change{sheet("Score", row{"Expert", "Technology"})}},
	"E-HEADER-MISSING":   {change: []change{sheet("Technologies", row{"T1", "Heat pumps"}, row{"T2", "Batteries"})}},
	"E-HEADER-DUPLICATE": {change: []change{set("Scores!E1=Score")}},
	"E-COLUMN-MISSING":   {change: []change{set("Criteria!C1=Sens")}},
	"W-COLUMN-UNKNOWN":   {change: []change{set("Criteria!G1=Wieght")}},
	"W-HEADER-MERGED": {change: []change{
		sheet("Technologies", row{"ID", "Technology"}, row{nil, nil, "Note"}, row{"T1", "Heat pumps"}, row{"T2", "Batteries"}, row{"T3", "Wind power"}),
		func(f *excelize.File) error { return f.MergeCell("Technologies", "A1", "A2") },
		func(f *excelize.File) error { return f.MergeCell("Technologies", "B1", "B2") }}},
	"W-STRUCK": {change: []change{func(f *excelize.File) error {
		style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
		if err != nil {
			return err
		}
		return f.SetCellStyle("Scores", "A5", "D5", style)
	}}},
	"W-COLUMN-NAMELESS": {change: []change{set("Scores!F2=9")}},
	"W-MERGED-DOWN":     {change: []change{set("Scores!A3="), func(f *excelize.File) error { return f.MergeCell("Scores", "A2", "A3") }}},
	"W-MERGED-FIGURE":   {change: []change{set("Scores!D3="), func(f *excelize.File) error { return f.MergeCell("Scores", "D2", "D3") }}},
	"E-TABLE-SECOND":    {change: []change{set("Criteria!A6=Code", "Criteria!B6=Weight", "Criteria!A7=C1", "Criteria!B7=3")}},
	"W-TABLE-SECOND":    {change: []change{set("Technologies!A6=ID", "Technologies!B6=Technology", "Technologies!A7=T9", "Technologies!B7=Tidal power")}},
	"W-TOTALS":          {change: []change{set("Technologies!C1=Cost", "Technologies!C2=10", "Technologies!C3=20", "Technologies!C4=30", "Technologies!A5=Total", "Technologies!C5=60")}},
	"W-CELLS-UNREAD":    {change: []change{sheet("Pairwise E1", row{nil, "C1", "C2", "C3"}, row{"C1", 1, 2, 3}, row{"C2", nil, 1, 2}, row{"C3", nil, nil, 1}), set("Pairwise E1!B40=C1", "Pairwise E1!C40=C2", "Pairwise E1!A41=C1", "Pairwise E1!B41=1", "Pairwise E1!C41=5")}},
	"W-HIDDEN":          {change: []change{func(f *excelize.File) error { return f.SetRowVisible("Scores", 5, false) }}},

	// Before the study is sent
	"W-READY-TITLE":     {change: []change{set("Study!B2=")}, command: []string{"check", "--ready"}},
	"W-READY-EXAMPLE":   {change: []change{set("Criteria!B2=Example: impact")}, command: []string{"check", "--ready"}},
	"W-READY-SCALE":     {change: []change{set("Criteria!E2=", "Criteria!F2=")}, command: []string{"check", "--ready"}},
	"W-READY-EXPERTS":   {change: []change{set("Experts!B2=")}, command: []string{"check", "--ready"}},
	"W-READY-CONFLICTS": {command: []string{"check", "--ready"}},
	"W-READY-CODE":      {change: []change{set("Technologies!A5=1-2")}, command: []string{"check", "--ready"}},
	"W-TEMPLATE":        {change: []change{sheet("Rules", row{"Rule", "Subject", "Object", "Value"}, row{"requires", "T2", "T1"})}},

	// Cells
	"E-CELL-BLANK": {change: []change{set("Scores!B2=")}},
	"E-CELL-ERROR": {change: []change{formula("D2", "1/0")},
		data: func(b []byte) []byte {
			return inSheet(b, `t="str"><f>1/0</f>`, `t="e"><f>1/0</f><v>#DIV/0!</v>`)
		}},
	"E-NO-CACHE": {change: []change{formula("D2", "1/C4")}},
	"E-NUMBER":   {change: []change{set("Scores!D2=7, 8, 9")}},
	"E-DATE": {change: []change{func(f *excelize.File) error {
		return f.SetCellValue("Scores", "D2", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	}}},
	"E-NUMBER-MARK":   {change: []change{func(f *excelize.File) error { return f.SetCellStr("Criteria", "F4", "1,500") }}},
	"E-PERCENT":       {change: []change{set("Scores!D2=70%")}},
	"W-PERCENT":       {change: []change{set("Criteria!D2=50%", "Criteria!D3=30", "Criteria!D4=20")}},
	"E-FRACTION":      {change: []change{set("Scores!D2=7/8")}},
	"W-OUT-OF":        {change: []change{set("Scores!D2=7/10")}},
	"E-CELL-MARKED":   {change: []change{set("Scores!D2=7¹")}},
	"W-NUMBER-MARK":   {change: []change{func(f *excelize.File) error { return f.SetCellStr("Scores", "D2", "1,500") }}},
	"W-REF-SPELLING":  {change: []change{set("Scores!A2=«E1»")}},
	"W-NUMBER-REMARK": {change: []change{set("Scores!D2=7*")}},
	"W-NAME-DAMAGED":  {change: []change{set("Technologies!B2=Ð¢ÐµÐ¿Ð»Ð¾")}},
	"W-CODE-DATE":     {change: []change{set("Experts!A5=1-Jan")}},
	"W-NAME-NEAR":     {change: []change{set("Experts!B2=A. Petrova", "Experts!B3=A Petrova")}},
	"E-NAME-NEAR":     {text: map[string]string{"survey.csv": "Expert,Cost vs Speed,Cost vs Qualty,Speed vs Quality\nE1,3,5,2\n"}},
	"W-VOLATILE": {change: []change{formula("D2", "RANDBETWEEN(1,9)")},
		data: func(b []byte) []byte { return inSheet(b, `<f>RANDBETWEEN(1,9)</f>`, `<f>RANDBETWEEN(1,9)</f><v>7</v>`) }},
	"E-CODE-DUPLICATE": {change: []change{set("Technologies!A3=T1")}},
	"E-REF-UNKNOWN":    {change: []change{set("Scores!B2=Т1З")}},
	"E-ROW-DUPLICATE":  {change: []change{set("Criteria!A5=C4", "Criteria!B5=Jobs", "Criteria!C5=benefit", "Criteria!D5=0"), sheet("Evidence", row{"Technology", "C4"}, row{"T1", 10}, row{"T2", 20}, row{"T1", 30})}},

	// The Study sheet
	"E-KEY-DUPLICATE": {change: []change{set("Study!A3=title", "Study!B3=Another")}},
	"E-KEY-UNKNOWN":   {change: []change{set("Study!A3=wieghting", "Study!B3=ahp")}},
	"W-KEY-UNKNOWN":   {change: []change{set("Study!A3=secretary", "Study!B3=Orlova")}},
	"W-KEY-UNUSED":    {change: []change{set("Study!A3=v", "Study!B3=0.5")}},
	"E-SETTING":       {change: []change{set("Study!A3=weighting", "Study!B3=guess")}},
	"E-METHOD":        {change: []change{set("Study!A3=method", "Study!B3=topsys")}},
	"E-ROUND":         {change: []change{set("Study!A3=round", "Study!B3=3", "Scores!E1=Round", "Scores!E2=1", "Scores!E3=2")}},
	"W-ROUND":         {change: []change{set("Scores!E1=Round", "Scores!E2=1", "Scores!E3=2")}},
	"W-ROUND-BLANK":   {change: []change{set("Scores!E1=Round", "Scores!E2=1", "Scores!E3=1", "Study!A3=round", "Study!B3=1")}},
	"E-AGGREGATION":   {change: []change{set("Study!A3=aggregation", "Study!B3=geometric", "Criteria!E2=0", "Scores!D2=0")}},

	// Criteria and weights
	"E-CRITERIA-NONE":     {change: []change{sheet("Criteria", row{"Code", "Criterion", "Sense"}), sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"})}},
	"E-SENSE":             {change: []change{set("Criteria!C2=good")}},
	"E-SCALE":             {change: []change{set("Criteria!E2=10", "Criteria!F2=1")}},
	"E-TARGET":            {change: []change{set("Criteria!C2=target")}},
	"E-VALUE-FUNCTION":    {change: []change{set("Criteria!G1=Value", "Criteria!G2=0:0; 10")}},
	"E-PREFERENCE":        {change: []change{set("Criteria!G1=Preference", "Criteria!G2=liner")}},
	"E-THRESHOLD":         {change: []change{set("Criteria!G1=Q", "Criteria!G2=2", "Criteria!H1=P", "Criteria!H2=1")}},
	"E-DISTRIBUTION":      {change: []change{sheet("Evidence", row{"Technology", "C3"}, row{"T1", "normal(7; -1)"})}},
	"E-LIMITS":            {change: []change{set("Criteria!G1=Limits", "Criteria!G2=7; 4")}},
	"W-THRESHOLD-PERCENT": {change: []change{set("Criteria!G1=Q", "Criteria!G2=0.1"), percent("Criteria", "G2")}},
	"E-TREE-PARENT":       {change: []change{set("Criteria!G1=Parent", "Criteria!G2=C10")}},
	"E-TREE-CYCLE":        {change: []change{set("Criteria!G1=Parent", "Criteria!A5=C4", "Criteria!B5=Jobs", "Criteria!G5=C5", "Criteria!A6=C5", "Criteria!B6=Growth", "Criteria!G6=C4")}},
	"E-CRITERION-PARENT":  {change: []change{set("Criteria!G1=Parent", "Criteria!G2=C3")}},
	"W-INERT":             {change: []change{set("Criteria!A5=C4", "Criteria!B5=Jobs", "Criteria!C5=benefit", "Criteria!D5=0"), sheet("Evidence", row{"Technology", "C4"}, row{"T1", 7}, row{"T2", 7}, row{"T3", 7})}},
	"E-WEIGHT-NEGATIVE":   {change: []change{set("Criteria!D2=-1")}},
	"E-WEIGHT-MISSING":    {change: []change{set("Criteria!D2=")}},
	"E-WEIGHT-ZERO":       {change: []change{set("Criteria!D2=0", "Criteria!D3=0", "Criteria!D4=0")}},
	"E-WEIGHT-SUM":        {change: []change{set("Criteria!G1=Parent", "Criteria!A5=C11", "Criteria!B5=Jobs", "Criteria!C5=benefit", "Criteria!D5=0.6", "Criteria!G5=C9", "Criteria!A6=C12", "Criteria!B6=Growth", "Criteria!C6=benefit", "Criteria!D6=0.3", "Criteria!G6=C9", "Criteria!A7=C9", "Criteria!B7=Economy", "Criteria!D7=0.2", "Criteria!D2=0.3")}},
	"E-WEIGHTS": {change: []change{set("Study!A3=mix", "Study!B3=entropy", "Study!A4=mix-rule", "Study!B4=multiplicative", "Criteria!D2=1", "Criteria!D3=0", "Criteria!D4=0",
		"Scores!D2=5", "Scores!D5=5", "Scores!D8=5", "Scores!D11=5", "Scores!D14=5", "Scores!D17=5", "Scores!D20=5", "Scores!D23=5", "Scores!D26=5")}},
	"W-VALUE-ENDS": {change: []change{set("Study!A3=method", "Study!B3=weighted-sum", "Criteria!G1=Value", "Criteria!G2=4.5:0; 5:1")}},
	"W-EQUAL-TREE": {change: []change{set("Study!A3=weighting", "Study!B3=equal", "Criteria!G1=Parent", "Criteria!A5=C11", "Criteria!B5=Jobs", "Criteria!C5=benefit", "Criteria!G5=C9", "Criteria!A6=C12", "Criteria!B6=Growth", "Criteria!C6=benefit", "Criteria!G6=C9", "Criteria!A7=C9", "Criteria!B7=Economy"),
		sheet("Evidence", row{"Technology", "C11", "C12"}, row{"T1", 7, 3}, row{"T2", 4, 5}, row{"T3", 2, 9})}},
	"W-WEIGHT-NONE": {change: []change{set("Criteria!D2=", "Criteria!D3=", "Criteria!D4=")}},
	"W-WEIGHT-SUM":  {change: []change{set("Criteria!D2=5", "Criteria!D3=3", "Criteria!D4=1")}},
	"E-RANK":        {change: []change{set("Study!A3=weighting", "Study!B3=roc")}},
	"E-RANK-NONE":   {change: []change{set("Study!A3=weighting", "Study!B3=roc", "Criteria!D2=", "Criteria!D3=", "Criteria!D4=")}},
	"W-RANK-ORDER":  {change: []change{set("Study!A3=weighting", "Study!B3=roc", "Criteria!D2=1", "Criteria!D3=3", "Criteria!D4=4")}},
	"W-SWING":       {change: []change{set("Study!A3=weighting", "Study!B3=swing", "Criteria!D2=90", "Criteria!D3=60", "Criteria!D4=30")}},
	"W-SMART":       {change: []change{set("Study!A3=weighting", "Study!B3=smart", "Criteria!D2=90", "Criteria!D3=60", "Criteria!D4=30")}},

	// Technologies and experts
	"E-TECHNOLOGIES-FEW":  {change: []change{sheet("Technologies", row{"ID", "Technology"}, row{"T1", "Heat pumps"}), sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"}, row{"E1", "T1", "C1", 5})}},
	"E-PIN":               {change: []change{set("Technologies!C1=Pin", "Technologies!C2=maybe")}},
	"E-PRIOR":             {change: []change{set("Technologies!C1=Preference", "Technologies!C2=-1")}},
	"W-PRIOR":             {change: []change{set("Technologies!C1=Preference", "Technologies!C2=2")}},
	"E-UNSCORED":          {change: []change{sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"}, row{"E1", "T1", "C1", 5})}},
	"E-UNRANKED":          {change: []change{sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"}, row{"E1", "T1", "C1", 5})}},
	"W-UNRANKED":          {change: []change{set("Scores!D4=", "Scores!D13=n/a", "Scores!D22=")}},
	"E-DATA":              {change: []change{set("Study!A3=method", "Study!B3=weighted-product", "Criteria!E2=-5", "Scores!D2=-5", "Scores!D11=-5", "Scores!D20=-5")}},
	"E-COMPETENCE":        {change: []change{set("Study!A3=competence", "Study!B3=argumentation")}},
	"E-COMPETENCE-RANGE":  {change: []change{sheet("Competence", row{"Expert", "Familiarity"}, row{"E1", 11})}},
	"E-COMPETENCE-DEGREE": {change: []change{sheet("Competence", row{"Expert", "Familiarity", "experience"}, row{"E1", 9, "some"})}},
	"E-COMPETENCE-TABLE":  {change: []change{sheet("Argumentation", row{"Source", "High", "Medium", "Low"}, row{"experience", 0.8, 0.4, 0.2}, row{"theory", 0.5, 0.2, 0.1})}},
	"W-COMPETENCE":        {change: []change{set("Experts!D1=Weight", "Experts!D2=2", "Experts!D3=1", "Experts!D4=1")}},
	"W-SEAL":              {change: []change{set("Study!A3=seal", "Study!B3=sha256:00", "Study!A4=sealed weights", "Study!B4=C1=0.5", "Study!A5=sealed answers", "Study!B5=0")}},
	"E-PANEL-NONE":        {change: []change{sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"}, row{"E1", "T1", "C1"})}, command: []string{"panel"}},
	"W-PANEL-RANKING":     {change: []change{sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"}, row{"E1", "T1", "C1", 5}, row{"E2", "T1", "C1", 4})}, command: []string{"panel"}},
	"E-BLOC-WEIGHT":       {change: []change{sheet("Blocs", row{"Bloc", "Weight"}, row{"science", 2}, row{"business", 1}, row{"state"})}},
	"E-EXPERT-BLOC":       {change: []change{set("Experts!C2="), sheet("Blocs", row{"Bloc", "Weight"}, row{"science", 2}, row{"business", 1}, row{"state", 1})}},
	"W-RATERS":            {change: []change{set("Scores!D2=", "Scores!D3=", "Scores!D4=")}},

	// The meeting
	"E-MEETING-TWICE": {change: []change{sheet("Meeting", row{"Key", "Value"}, row{"present", "E1; E2"}, row{"absent", "E2"})}},

	// Selection
	"E-COST":            {change: []change{set("Technologies!C1=Cost", "Technologies!C2=-5")}},
	"E-COST-MISSING":    {change: []change{set("Technologies!C1=Cost", "Technologies!C2=35", "Technologies!C3=20")}, command: []string{"select", "--budget", "50"}},
	"W-COST-MISSING":    {change: []change{set("Technologies!C1=Cost", "Technologies!C2=35", "Technologies!C3=20")}, command: []string{"select", "--most", "2"}},
	"E-RULE":            {change: []change{sheet("Rules", row{"Rule", "Subject", "Object", "Value"}, row{"at-most", "T1; T2", nil, 1.5})}},
	"E-RULE-CYCLE":      {change: []change{sheet("Rules", row{"Rule", "Subject", "Object"}, row{"requires", "T1", "T2"}, row{"requires", "T2", "T3"}, row{"requires", "T3", "T1"})}},
	"E-SYNERGY":         {change: []change{sheet("Synergies", row{"A", "B", "Synergy"}, row{"T1", "T1", 0.2})}},
	"E-SELECT-CONFLICT": {change: []change{sheet("Rules", row{"Rule", "Subject", "Object", "Value"}, row{"at-least", "T1; T2", nil, 2}, row{"excludes", "T1", "T2"}, row{"at-most", "*", nil, 2})}, command: []string{"select"}},
	"E-SELECT-LIMIT":    {command: []string{"select"}},
	"E-SELECT-PIN":      {change: []change{set("Technologies!C1=Pin", "Technologies!C2=in", "Study!A3=excluded technologies", "Study!B3=T1")}, command: []string{"select"}},
	"E-SELECT-WEIGHTS":  {command: []string{"select", "--most", "2", "--possible", "blocs"}},
	"W-SELECT-VALUE":    {command: []string{"select", "--most", "2"}},

	// Scores and terms
	"E-TERM-NUMBER": {change: []change{sheet("Scale", row{"Term", "Value"}, row{1, 5}, row{5, 1}), set("Scores!D2=7")}},
	"W-TERM-NUMBER": {change: []change{sheet("Scale", row{"Term", "Value"}, row{1, 10}, row{2, 9}, row{3, 8}, row{4, 7}, row{5, 6}, row{6, 5}, row{7, 4}, row{8, 3}, row{9, 2}, row{10, 1})}},
	"W-MERGED-HIDDEN": {change: []change{set("Scores!E1=Comment", "Scores!E2=a", "Scores!E3=b")}, data: func(b []byte) []byte {
		return inSheet(b, `</sheetData>`, `</sheetData><mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>`)
	}},
	"E-JUDGEMENT-SIGN":  {change: []change{sheet("Pairwise E1", row{nil, "C1", "C2"}, row{"C1", 1, -3}, row{"C2", nil, 1})}},
	"E-SCORE-RANGE":     {change: []change{set("Scores!D2=12")}},
	"E-SCORE-DUPLICATE": {change: []change{set("Scores!C3=C1")}},
	"E-MIXED":           {change: []change{sheet("Evidence", row{"Technology", "C3"}, row{"T1", 7})}},
	"E-TERM":            {change: []change{sheet("Scale", row{"Term", "Value"}, row{"high", "much"})}},
	"E-FUZZY":           {change: []change{set("Scores!D2=7; 6; 8")}},
	"W-FUZZY":           {change: []change{set("Scores!D2=6; 7; 8")}},

	// Links
	"E-LINKS-NONE":     {change: []change{set("Criteria!A5=C4", "Criteria!B5=Collaboration", "Criteria!C5=benefit", "Criteria!D5=0", "Criteria!G1=Links", "Criteria!G5=density")}},
	"E-LINKS-RANK":     {text: map[string]string{"links.csv": "project,technology,period,partner\nP1,wind,2024,Institute\n"}, command: []string{"rank"}},
	"E-LINKS-SIZE":     {text: map[string]string{"links.csv": "project,technology,period,partner\n" + crowd(5000)}},
	"E-LINK-DUPLICATE": {change: []change{sheet("Links", linkHeader, row{"P1", "T1", 2024, "Institute"}, row{"P1", "T1", 2024, "institute"})}},
	"E-LINK-BLOC":      {change: []change{sheet("Links", linkHeader, row{"P1", "T1", 2024, "Institute", "science"}, row{"P2", "T1", 2024, "Institute", "business"})}},
	"E-LINK-MEASURE":   {change: []change{set("Criteria!A5=C4", "Criteria!B5=Collaboration", "Criteria!C5=benefit", "Criteria!D5=0", "Criteria!G1=Links", "Criteria!G5=densty")}},
	"E-COMMITMENT":     {change: []change{sheet("Links", linkHeader, row{"P1", "T1", 2024, "Institute", "science", nil, -5})}},
	"W-LINK-BLOC":      {change: []change{sheet("Links", linkHeader, row{"P1", "T1", 2024, "Institute", "science"}, row{"P1", "T1", 2024, "Works"})}},
	"W-LINK-BLOC-NEAR": {change: []change{sheet("Blocs", row{"Bloc", "Weight"}, row{"science", 2}, row{"business", 1}, row{"state", 1}), sheet("Links", linkHeader, row{"P1", "T1", 2024, "Institute", "sciense"})}},
	"W-LINK-HELIX":     {change: []change{sheet("Links", linkHeader, row{"P1", "T1", 2024, "Institute", "north"}, row{"P1", "T1", 2024, "Works", "south"})}},
	"W-LINK-PERIOD":    {change: []change{sheet("Links", linkHeader, row{"P1", "T1", time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "Institute"})}},
	"W-LINK-REGION":    {change: []change{sheet("Links", linkHeader, row{"P1", "T1", 2024, "Institute", "science", "Tomsk"}, row{"P2", "T1", 2024, "Institute", "science", "Omsk"})}},

	// Judgements
	"E-INTENSITY":         {change: judged("ahp", row{"E1", nil, "C1", "C2", "A", 12})},
	"E-PREFERRED":         {change: judged("ahp", row{"E1", nil, "C1", "C2", "C", 3})},
	"W-PREFERRED":         {change: []change{set("Study!A3=weighting", "Study!B3=ahp", "Criteria!A2=B", "Criteria!A3=A", "Criteria!B3=Cost"), sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"}), sheet("Pairwise", row{"Expert", "A", "B", "Preferred", "Intensity"}, row{"E1", "B", "A", "A", 3})}},
	"E-JUDGEMENT-RANGE":   {change: matrix(row{nil, "C1", "C2", "C3"}, row{"C1", 1, 12, 2}, row{"C2", nil, 1, 1}, row{"C3"})},
	"E-JUDGEMENT-SCALE":   {text: map[string]string{"survey.csv": "Expert;A vs B;B vs C;A vs C\nE1;50;20;70\nE2;40;3;90\n"}},
	"W-JUDGEMENT-RANGE":   {text: map[string]string{"survey.csv": "Expert;A vs B;B vs C;A vs C\nE1;3;0,0102;5\nE2;2;3;4\n"}},
	"W-SNAP":              {change: matrix(row{nil, "C1", "C2", "C3"}, row{"C1", 1, 0.33, 2}, row{"C2", nil, 1, 5}, row{"C3"})},
	"E-MATRIX-SHAPE":      {change: matrix(row{nil, "C1", "C2", "C3"}, row{"C1", 1, 3, 2}, row{"C2", nil, 1, 5})},
	"E-MATRIX-DIAGONAL":   {change: matrix(row{nil, "C1", "C2", "C3"}, row{"C1", 2, 3, 2}, row{"C2", nil, 1, 5}, row{"C3"})},
	"E-MATRIX-RECIPROCAL": {change: matrix(row{nil, "C1", "C2", "C3"}, row{"C1", 1, 3, 2}, row{"C2", 0.2, 1, 5}, row{"C3"})},
	"E-PAIR-SAME":         {change: judged("ahp", row{"E1", nil, "C1", "C1", "A", 3})},
	"E-PAIR-MIXED":        {change: judged("ahp", row{"E1", nil, "C1", "T1", "A", 3})},
	"E-PAIR-SIBLINGS":     {change: append(judged("ahp", row{"E1", nil, "C1", "C9", "A", 3}), set("Criteria!G1=Parent", "Criteria!A5=C9", "Criteria!B5=Jobs", "Criteria!C5=benefit", "Criteria!G5=C8", "Criteria!A6=C8", "Criteria!B6=Economy"))},
	"E-PAIR-PARENT":       {change: judged("ahp", row{"E1", nil, "T1", "T2", "A", 3})},
	"E-PAIR-DUPLICATE":    {change: judged("ahp", row{"E1", nil, "C1", "C2", "A", 3}, row{"E1", nil, "C2", "C1", "A", 3})},
	"E-PAIR-MISSING":      {change: judged("fuzzy-ahp", row{"E1", nil, "C1", "C2", "A", 3}, row{"E1", nil, "C1", "C3", "A", 5})},
	"W-PAIR-MISSING":      {change: judged("ahp", row{"E1", nil, "C1", "C2", "A", 3}, row{"E1", nil, "C1", "C3", "A", 5})},
	"E-PAIR-DISCONNECTED": {change: judged("ahp", row{"E1", nil, "C1", "C2", "A", 3})},
	"W-PAIR-DISCONNECTED": {change: judged("ahp", row{"E1", nil, "C1", "C2", "A", 3}, row{"E2", nil, "C1", "C2", "A", 3}, row{"E2", nil, "C1", "C3", "A", 5}, row{"E2", nil, "C2", "C3", "A", 2})},
	"E-AHP-NONE":          {change: judged("ahp")},
	"W-CR":                {change: judged("ahp", row{"E1", nil, "C1", "C2", "A", 5}, row{"E1", nil, "C2", "C3", "A", 5}, row{"E1", nil, "C1", "C3", "B", 3})},
	"E-BEST-WORST":        {change: judged("best-worst", row{"E1", nil, "C1", "C2", "A", 3}, row{"E1", nil, "C2", "C3", "A", 3}, row{"E1", nil, "C1", "C3", "B", 3})},
	"E-FUCOM":             {change: judged("fucom", row{"E1", nil, "C1", "C2", "A", 3})},
	"W-BEST-WORST":        {change: judged("best-worst", row{"E1", nil, "C1", "C2", "A", 3}, row{"E1", nil, "C1", "C3", "A", 9}, row{"E1", nil, "C2", "C3", "A", 9})},

	// Surveys
	"W-SURVEY":         {text: map[string]string{"survey.csv": "Expert;A vs B;B vs C;A vs C\nE1;3;2;5\n"}},
	"E-SURVEY-RANK":    {text: map[string]string{"survey.csv": "Expert;A vs B;B vs C;A vs C\nE1;3;2;5\n"}, command: []string{"rank"}},
	"E-SURVEY-PAIR":    {text: map[string]string{"survey.csv": "Pair;E1;E2\nA vs B;3;2\nB vs C;2;4\nquality;1;2\nA vs C;3;3\n"}},
	"E-SURVEY-EXPERTS": {text: map[string]string{"survey.csv": "A vs B;3;2\nB vs C;2;4\nA vs C;3;3\n"}},
	"W-SURVEY-MARK":    {text: map[string]string{"survey.csv": "Expert;A - B;B - C;A - C\nE1;3;2;5\n"}},
	"W-SURVEY-EXPERTS": {text: map[string]string{"survey.csv": "A vs B;B vs C;A vs C\n3;2;5\n2;2;4\n"}},
	"W-SURVEY-ROW":     {text: map[string]string{"survey.csv": "Expert;A vs B;B vs C;A vs C\nE1;3;2;5\nE2;;;\n"}},
	"W-SURVEY-MISSING": {text: map[string]string{"survey.csv": "Expert;A vs B;B vs C;A vs C\nE1;3;;5\nE2;2;3;4\n"}},
	"E-SURVEY-NETWORK": {text: map[string]string{"survey.csv": "Pair;E1\nA vs B wrt X;3\nB vs C wrt X;2\nA vs B wrt Y;3\nB vs C wrt Y;2\n"}},

	// Returned forms
	"E-FORM-UNKNOWN": {form: []change{set("_meta!=", "Scores!C4=X")}},
	"E-FORM-PASTED":  {form: []change{set("_meta!=", "Scores!C7=4")}},
	"E-FORM-META":    {form: []change{set("_meta!B7=C9")}},
	"E-FORM-VERSION": {form: []change{set("_meta!B1=99")}},
	"E-FORM-STUDY":   {form: []change{}, formed: []change{set("Study!B2=Health priorities", "Technologies!A2=T7"), sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"})}},
	"E-FORM-EXPERT":  {form: []change{}, formed: []change{set("Experts!A2=E7"), sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"})}},
	"E-FORM-FILE":    {forms: map[string][]change{"E2.xlsx": {set("Scores!C7=4")}}},
	"E-FORM-TWICE":   {forms: map[string][]change{"form.xlsx": {set("Scores!C7=4")}, "form (2).xlsx": {set("Scores!C7=5")}}},
	"E-FORM-CONFLICT": {change: []change{set("Scores!E1=Round", "Scores!E2=1")},
		form: []change{set("Scores!C7=4")}},
	"E-FORM-SHEET":    {form: []change{set("Scores!=")}},
	"E-FORM-SIZE":     {form: []change{fillCells(600_000)}},
	"E-FORM-COLUMN":   {form: []change{func(f *excelize.File) error { return f.RemoveCol("Scores", "D") }}},
	"E-FORM-ROW":      {form: []change{func(f *excelize.File) error { return f.RemoveRow("Scores", 8) }}},
	"E-FORM-NAME":     {form: []change{set("Scores!B8=Wind power")}},
	"E-FORM-SCALE":    {form: []change{set("Scores!C7=4")}, formed: []change{set("Criteria!F2=5"), sheet("Scores", row{"Expert", "Technology", "Criterion", "Score"})}},
	"E-FORM-GONE":     {form: []change{set("Scores!C10=4")}, formed: []change{set("Technologies!A5=T4", "Technologies!B5=Fusion")}},
	"W-FORM-ROUND":    {forms: map[string][]change{"form.xlsx": {set("Scores!C7=4")}, "form (2).xlsx": {set("Scores!C7=4")}, "late.xlsx": {set("Scores!C7=4", "_meta!B5=2")}}},
	"W-FORM-MERGED":   {form: []change{set("Scores!C7=4"), func(f *excelize.File) error { return f.MergeCell("Scores", "C7", "D8") }}},
	"W-FORM-OLD":      {form: []change{set("Scores!C7=4")}, formed: []change{set("Technologies!A5=T4", "Technologies!B5=Fusion")}},
	"W-FORM-TITLE":    {form: []change{set("Scores!C7=4")}, formed: []change{set("Study!B2=Energy")}},
	"W-FORM-NAMED":    {form: []change{set("Scores!C7=4")}, formed: []change{set("Experts!B2=Orlova")}},
	"W-FORM-EXCLUDED": {form: []change{set("Scores!C7=4")}, change: []change{set("Study!A3=excluded experts", "Study!B3=E1")}, formed: []change{}},
	"W-FORM-NONE":     {form: []change{set("Scores!C7=4")}},
	"W-FORM-BLANK":    {form: []change{set("Scores!C7=4")}},
	"W-FORM-TWICE":    {forms: map[string][]change{"form.xlsx": {set("Scores!C7=4")}, "form (2).xlsx": {set("Scores!C7=4")}}},
	"W-FORM-EXTRA":    {form: []change{set("Scores!C7=4", "Scores!H4=Remark", "Scores!H7=see my letter")}},
	"W-FORM-NOTE":     {form: []change{set("Scores!C7=4", "Scores!F7=see my letter")}},
	"W-FORM-INTEREST": {change: []change{set("Experts!F1=Conflicts", "Experts!F2=T1")}, form: []change{set("Scores!C7=4")}},
	"W-ANSWER-UNREAD": {change: []change{set("Scores!D2=unreadable: 7-8")}},
	"W-FORM-KEPT":     {change: []change{set("Scores!E1=Round", "Scores!E2=1")}, form: []change{set("Scores!D7=4"), func(f *excelize.File) error { return f.SetCellValue("Scores", "C7", nil) }}},
	"W-FORM-LOCK":     {forms: map[string][]change{"~$form.xlsx": {}}},
}

// formula puts a formula without a saved value on Scores.
func formula(cell, formula string) change {
	return func(f *excelize.File) error {
		if err := f.SetCellValue("Scores", cell, nil); err != nil {
			return err
		}
		return f.SetCellFormula("Scores", cell, formula)
	}
}

func rename(sheet, name string) change {
	return func(f *excelize.File) error { return f.SetSheetName(sheet, name) }
}

// matrix makes a study whose weights come from a square matrix of E1.
func matrix(rows ...[]any) []change {
	return []change{set("Study!A3=weighting", "Study!B3=ahp"), sheet("Pairwise E1", rows...)}
}

func percent(sheet, cell string) change {
	return func(f *excelize.File) error {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 9})
		if err != nil {
			return err
		}
		return f.SetCellStyle(sheet, cell, cell, style)
	}
}

// fillCells writes so many cells on a sheet of its own.
func fillCells(n int) change {
	return func(f *excelize.File) error {
		if _, err := f.NewSheet("Notes"); err != nil {
			return err
		}
		w, err := f.NewStreamWriter("Notes")
		if err != nil {
			return err
		}
		const width = 1000
		cells := make([]any, width)
		for k := range cells {
			cells[k] = 1
		}
		for r := 1; r <= n/width; r++ {
			at, _ := excelize.CoordinatesToCellName(1, r)
			if err := w.SetRow(at, cells); err != nil {
				return err
			}
		}
		return w.Flush()
	}
}

// inSheet replaces text in the parts of a workbook.
func inSheet(book []byte, old, new string) []byte {
	return repack(book, func(part []byte) []byte { return bytes.ReplaceAll(part, []byte(old), []byte(new)) })
}
