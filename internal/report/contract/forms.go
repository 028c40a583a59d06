package contract

type Form struct {
	Expert    string   `json:"expert"`
	Name      string   `json:"name"`
	Round     string   `json:"round"`
	Files     []string `json:"files"`
	Asked     int      `json:"asked"`
	Answered  int      `json:"answered"`
	Abstained int      `json:"abstained"`
	Blank     int      `json:"blank"`
	Unmerged  int      `json:"not_merged"`
	Result    string   `json:"result"`
	Ask       []string `json:"ask"` // what to ask the expert
}

// Note is what an expert wrote beside the answers of a form.
type Note struct {
	Expert     string `json:"expert"`
	Round      string `json:"round"`
	Technology string `json:"technology"`
	Criterion  string `json:"criterion"`
	Heading    string `json:"heading"` // of a column that is not the form's own
	Author     string `json:"author"`
	Text       string `json:"text"`
	File       string `json:"file"`
	Sheet      string `json:"sheet"`
	Cell       string `json:"cell"`
}
