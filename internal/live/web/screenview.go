package web

// screenView is the common screen.
type screenView struct {
	Headline   string
	Leader     string // who leads, in words
	Leads      bool   // the reader does
	Seq        int64
	Views      []viewView
	Paused     bool
	Hidden     bool
	Heirs      []heirView // whom it can be handed to
	Curtain    string     // what stands in place of what is hidden
	Note       string
	Candidates []candidateView
	Ranking    *rankingView
	Weights    []barView
	Sections   []*sectionView
	Root       string
}

type viewView struct {
	Key, Title string
	Current    bool
}

type heirView struct{ ID, Name string }

type candidateView struct{ ID, Title, Group string }
