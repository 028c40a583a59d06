// Package network measures who works with whom on what: partners tied by the projects they share, for the technologies the projects serve.
//
// [New] takes the links, one for each partner of a project. [Network.Whole] and [Network.Technology] give the measures of the whole network and of one
// technology, each also period by period; [Network.Cluster] finds the communities of partners and describes them by the same measures; [Network.Matrix] counts
// the projects of every partner in every technology, and [Network.Suggest] makes synergies of the partners two technologies share.
//
// Each measure is one word of a hypothesis: directions pay best where partners from science, business and the state hold links that are joint (density),
// multilateral, regularly recurring, across blocs, of all three blocs, and pledged together. [Figures] lists them with their definitions. They are never
// multiplied together: one zero would erase the rest, and tiny networks have density 1.
//
// Two partners are tied when they take part in the same project in the same period; a tie is one however many projects make it. What cannot be known is
// missing (a nil pointer), never zero: the density of a single partner, recurrence within a single period, blocs where partners have none.
package network
