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
