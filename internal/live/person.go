package live

import (
	"slices"
	"time"
)

// Role is what a person is in a panel.
type Role string

// The roles. A chair may be an expert too; nobody else has two.
const (
	Observer  Role = "observer"
	Expert    Role = "expert"
	Secretary Role = "secretary"
	Chair     Role = "chair"
)

// Roles lists them all.
func Roles() []Role { return []Role{Observer, Expert, Secretary, Chair} }

// Person is somebody in a panel. An expert's ID is the one in the study.
type Person struct {
	ID           string   `json:"id"`
	Name         string   `json:"name,omitempty"`
	Organisation string   `json:"organisation,omitempty"`
	Bloc         string   `json:"bloc,omitempty"` // of an expert
	Roles        []Role   `json:"roles"`
	Weight       *float64 `json:"weight,omitempty"`      // of an expert, as given
	Familiarity  *float64 `json:"familiarity,omitempty"` // of an expert
}

// Is says whether the person has a role.
func (p *Person) Is(r Role) bool { return slices.Contains(p.Roles, r) }

// Title is the name, or the ID where there is none.
func (p *Person) Title() string {
	if p.Name != "" {
		return p.Name
	}
	return p.ID
}

// Standing is how a person stands in the panel now.
type Standing struct {
	Person
	Generation int       // of the link: how often it was renewed
	Revoked    bool      // the link; sessions ended with it
	Withdrawn  string    // why an expert no longer takes part; "" while they do
	ReplacedBy string    // the expert who sits in their place
	Consented  time.Time // when they agreed to the consent text; zero: not yet
}

// Active reports whether an expert takes part.
func (s *Standing) Active() bool { return s.Withdrawn == "" && s.ReplacedBy == "" }
