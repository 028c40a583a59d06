package workbook

// templateSteps are what to do with a template, in order.
var templateSteps = []string{
	"The rows are an example that can be ranked as it stands. Replace them with your own; the header rows stay.",
	"Begin with Criteria and Technologies, then Experts. Point at a header cell to read what belongs below it; a star marks what must be filled in.",
	"Ask the experts: veche forms FILE.xlsx -d forms writes a form for each, veche collect FILE.xlsx forms -o ROUND1.xlsx merges what returns. Or fill in Scores yourself.",
	"veche check FILE.xlsx says what is wrong, cell by cell; veche explore FILE.xlsx shows the ranking; veche rank FILE.xlsx -o OUT.xlsx writes the shortlist.",
}

// templateNotes are what else there is to know.
var templateNotes = []string{
	"A blank cell is a missing answer; n/a is “don't know”. Neither counts as zero.",
	"Weights come from the column Weight (weighting: direct), from pairwise comparisons (ahp), or are equal. Criteria may form a tree: a weight is a share among siblings.",
	"Three numbers may stand for an uncertain one: the lowest, the likeliest and the highest, as 6; 7; 8, or a term of the sheet Scale that has three.",
	"Technologies may be compared in pairs instead of scored: rows of Pairwise whose Parent is the criterion and whose A and B are technologies.",
}
