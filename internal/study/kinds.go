package study

import (
	"slices"
	"strings"
)

// Kind is what issues of one code have in common. The catalogue of kinds is docs/issues.md and what `veche check --explain CODE` prints; a test holds it
// against the codes that stand in the source, and makes each issue from an input.
type Kind struct {
	Code  string
	Means string // what is wrong, and what follows
	Cure  string // what to do
}

// KindGroup is the kinds about one subject.
type KindGroup struct {
	Title string
	Kinds []Kind
}

// Kinds is the catalogue, in the order of the documentation.
func Kinds() []KindGroup { return kinds }

// LookupKind finds a kind by its code, in either case.
func LookupKind(code string) (Kind, bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	for _, g := range kinds {
		if k := slices.IndexFunc(g.Kinds, func(k Kind) bool { return k.Code == code }); k >= 0 {
			return g.Kinds[k], true
		}
	}
	return Kind{}, false
}

var kinds = []KindGroup{
	{"Files", []Kind{
		{"E-FILE-DAMAGED", "The file is cut short or broken inside. Nothing of it is used: half a file is not half an answer.", "Open it in Excel or LibreOffice and save it again, or ask for a fresh copy."},
		{"E-FILE-EMPTY", "The file has no bytes in it, as after a failed download.", "Ask for the file again."},
		{"E-FILE-FORMAT", "The file is not a workbook that is read, .xlsx or .ods: an old .xls, a binary .xlsb, a flat .fods, a PDF, a web page, text, or a workbook with a password. Its name may say otherwise.", "Open it and save it as “Excel Workbook (.xlsx)”, without a password."},
		{"E-FILE-SHORTLIST", "The file is a shortlist that this program wrote. It holds a ranking, not the answers behind it.", "Open the study it was made from; the sheet Audit names it."},
		{"E-FILE-FORM", "The file is a form that an expert fills in, not a study.", "Merge it into its study with veche collect."},
		{"E-TEXT-BINARY", "A file named .csv or .tsv holds no text.", "Save the sheet again as “CSV UTF-8”."},
		{"E-TEXT-LIMIT", "A text file is larger than a sheet can be. Mostly the wrong separator makes one endless row.", "Check that it is a table, and what separates its fields."},
		{"E-TEXT-QUOTE", "In a text file a quotation mark opens and never closes, or text follows the closing one; where a field ends is then a guess.", "Close or remove the mark; inside a quoted field a mark is doubled."},
		{"W-ENCODING", "A text file is not UTF-8 and was read as windows-1251, as Russian Excel saves it.", "Check that the names look right; save as “CSV UTF-8” to be sure."},
	}},
	{"Sheets and columns", []Kind{
		{"E-SHEET-MISSING", "A sheet without which there is no study is not there.", "Add it; veche new writes a template. A sheet with nearly that name is named in the message."},
		{"E-SHEET-DUPLICATE", "Two sheets are the same one by its two names, such as Scores and Оценки.", "Put their rows on one sheet, or rename one."},
		{"E-SHEET-AMBIGUOUS", "The name of a sheet with a judgement matrix fits two experts, or two criteria.", "Name it by the expert's ID and the criterion's code."},
		{"W-SHEET-HIDDEN", "A hidden sheet is read, and somebody may not know that it is there.", "Show it, or delete it."},
		{"W-SHEET-UNKNOWN", "The sheet is not one that is read.", "Rename it if it holds data of the study; leave it if it is a note."},
		{"E-HEADER-MISSING", "None of the first 20 rows of the sheet holds its column names.", "Write the column names in one row."},
		{"E-HEADER-DUPLICATE", "Two columns have the same name, and which of them counts is not for a program to guess.", "Keep one, or rename one."},
		{"E-COLUMN-MISSING", "A required column is not there.", "Add it, or correct its name; a column of nearly that name is named in the message."},
		{"W-COLUMN-UNKNOWN", "The column is not one that is read.", "Correct its name if it should be; leave it if it is a note."},
		{"W-HEADER-MERGED", "Header cells are merged. A heading over several columns counts for the first of them.", "Give each column its own header in one row."},
		{"W-HIDDEN", "Hidden rows or columns hold data, and it is read.", "Show them, or delete what shall not count."},
	}},
	{"Cells", []Kind{
		{"E-CELL-BLANK", "A cell that says whom or what the row is about is blank.", "Fill it in, or clear the whole row."},
		{"E-CELL-ERROR", "The cell shows an error such as #DIV/0!.", "Correct the formula, or type the value."},
		{"E-NO-CACHE", "A formula has no saved value; another program wrote it and never calculated it.", "Open the file in Excel or LibreOffice and save it."},
		{"E-NUMBER", "The cell should hold a number and holds something else. A blank cell is missing and n/a is “don't know”; neither is an error, and neither is zero.", "Type a number, leave it blank, or write n/a."},
		{"E-DATE", "The cell holds a date where a number belongs: the spreadsheet turned 1/3 or 1.5 into one.", "Format the cell as text or number and type the value again."},
		{"W-NUMBER-COMMA", "A text with one comma before three digits may be a decimal fraction or thousands; the message says how it was read.", "Type it as a number if the comma separates thousands."},
		{"W-VOLATILE", "Cells hold formulas with RAND, NOW and the like, which change whenever the file is opened. The values saved in the file are read.", "Replace the formulas by their values if these are the answers."},
		{"E-CODE-DUPLICATE", "Two rows have the same code or ID.", "Give each its own."},
		{"E-REF-UNKNOWN", "A code or name is not on the sheet it refers to. One that looks like it is named in the message: Cyrillic Т looks like Latin T.", "Correct it, or add it to that sheet."},
		{"E-ROW-DUPLICATE", "Two rows are about the same thing.", "Keep one of them."},
	}},
	{"The Study sheet", []Kind{
		{"E-KEY-DUPLICATE", "A setting stands twice.", "Keep one of the two rows."},
		{"E-KEY-UNKNOWN", "A setting is not known, and one of nearly that name is.", "Correct it, or remove the row."},
		{"W-KEY-UNKNOWN", "A setting is not known; it has no effect.", "Remove it if it is not a note."},
		{"W-KEY-UNUSED", "The parameter belongs to a method that is not chosen.", "Nothing needs doing."},
		{"E-SETTING", "A setting has a value it cannot have.", "Correct it, or clear it to have the default."},
		{"E-METHOD", "There is no ranking method of that name.", "Choose one that veche methods lists."},
		{"E-ROUND", "There are no answers of the round that is asked for.", "Name a round there is, or all to pool them."},
		{"W-ROUND", "There are answers of several rounds and none is named: the last is used. Rounds are never mixed silently.", "Name a round on the sheet Study or with --round."},
		{"W-ROUND-BLANK", "Some answers have no round while others have one. They count in every round, so an expert may count twice.", "Enter their round, or remove them if they are old."},
		{"E-AGGREGATION", "The answers in a cell cannot be joined in the way that is set, such as a geometric mean of zero.", "Choose another aggregation, or correct the answers."},
	}},
	{"Criteria and weights", []Kind{
		{"E-CRITERIA-NONE", "The sheet Criteria has no rows.", "Add a row for each criterion."},
		{"E-SENSE", "It is not said whether more of a criterion is better, or in words that are not known.", "Write benefit, cost or target."},
		{"E-SCALE", "The minimum of a criterion's scale is not below its maximum.", "Correct one of the two."},
		{"E-TARGET", "A target criterion has no target, or one outside its scale.", "Enter the best value in the column Target."},
		{"E-VALUE-FUNCTION", "A value function cannot be read.", "Write points as score:value with increasing scores: 0:0; 50:0.8; 100:1."},
		{"E-PREFERENCE", "A preference function is not known, or may be one of two.", "Write usual, u-shape, v-shape, level, linear or gaussian."},
		{"E-THRESHOLD", "A threshold cannot be read, is negative, or stands in the wrong order: Q, P and Veto must not decrease.", "Type a number of 0 or more, or one that grows with the score: 0.5 + 0.1g."},
		{"W-THRESHOLD-PERCENT", "A threshold in a cell formatted as a percentage was read as a constant.", "Type 0.1g if a share of the score is meant."},
		{"E-TREE-PARENT", "A criterion's parent is not among the criteria.", "Correct the Parent, or add it as a row."},
		{"E-TREE-CYCLE", "Criteria are each other's parents.", "Give one of them another parent, or none."},
		{"E-CRITERION-PARENT", "A criterion that has others below it is scored; its value follows from theirs.", "Score the criteria below it."},
		{"W-INERT", "All ranked technologies have the same value on a criterion; its weight does not move them.", "Nothing needs doing; ask whether the criterion tells anything apart."},
		{"E-WEIGHT-NEGATIVE", "A weight is negative.", "Enter 0 or more."},
		{"E-WEIGHT-MISSING", "A criterion has no weight while its siblings have one.", "Enter it (0 if it shall not count), or clear the others."},
		{"E-WEIGHT-ZERO", "All weights of a group of criteria are 0.", "Give at least one a weight above 0."},
		{"E-WEIGHT-SUM", "One group of weights adds to 1 (or 100) and another nearly does: a slip in one weight.", "Correct the weights of that group."},
		{"E-WEIGHTS", "Weights cannot be computed, as when a weighting by dispersion meets criteria that do not vary, or numbers given are too large to be scaled.", "Choose another weighting, or correct the data."},
		{"W-WEIGHT-NONE", "Criteria have no weights; they count equally.", "Enter weights, or set weighting to equal to make this the rule."},
		{"W-WEIGHT-SUM", "Weights do not add to 1 or 100 and were scaled.", "Nothing needs doing if only the proportions matter."},
		{"E-RANK", "The ranks of criteria cannot be used.", "Enter 1 for the most important, 2 for the next and so on."},
		{"E-RANK-NONE", "The weighting needs ranks and there are none.", "Enter them in the column Weight."},
		{"W-RANK-ORDER", "The weighting needs ranks and finds other numbers: the largest was taken as the most important.", "Enter ranks if the smallest was meant."},
		{"W-SWING", "Swing weights start from 100 points and none has them.", "Give 100 points to the most important swing."},
		{"W-SMART", "SMART weights start from 10 points and none has them.", "Give 10 points to the least important criterion."},
	}},
	{"Technologies and experts", []Kind{
		{"E-TECHNOLOGIES-FEW", "There are fewer than two technologies.", "Add a row for each."},
		{"E-PIN", "The column Pin holds something other than in and out.", "Write in or out, or leave it blank."},
		{"E-PRIOR", "A preference for a technology is negative.", "Enter 0 or more, or leave it blank."},
		{"W-PRIOR", "Some technologies have a preference and others none; the column is not used.", "Fill it in for all, or clear it."},
		{"E-UNSCORED", "There are not two technologies with a value on every criterion.", "Fill in the sheet Scores or Evidence."},
		{"E-UNRANKED", "A technology lacks values, and so few have all of them that there is no ranking.", "Ask for the missing answers."},
		{"W-UNRANKED", "A technology lacks a value on some criterion and is left out of the ranking. Missing is never counted as zero.", "Ask for the missing answers."},
		{"E-DATA", "The method cannot work with a value, such as a zero it divides by.", "Correct the data, or choose another normalisation or method."},
		{"E-BLOC-WEIGHT", "A bloc has no weight while others have one.", "Enter it (0 if the bloc shall not count)."},
		{"E-EXPERT-BLOC", "Blocs have weights and an expert has no bloc.", "Enter the expert's bloc."},
		{"E-COMPETENCE", "Experts shall count by a competence of which the study has no data.", "Fill in the column Weight of Experts (given), or the sheet Competence (self, argumentation), or set competence to off."},
		{"E-COMPETENCE-RANGE", "How familiar an expert is with the matter is not a number of 0 to 10.", "Enter 0 (not familiar) to 10 (works on it)."},
		{"E-COMPETENCE-DEGREE", "A cell of the sheet Competence does not say how far a judgement rests on a source.", "Write high, medium or low, or leave it blank."},
		{"E-COMPETENCE-TABLE", "The sources of the sheet Argumentation add to more than 1 when all are relied on fully.", "Lower the numbers."},
		{"W-COMPETENCE", "The experts' competence is given and does not count, as is the default. veche panel and the sheet Agreement show the ranking with and without it.", "Set competence to given, self or argumentation on the sheet Study, or to off."},
		{"W-SEAL", "The weights are not those that were sealed before the scores were opened, or the seal was edited.", "Go back to the sealed weights, or say in the minutes why they changed."},
		{"E-PANEL-NONE", "No expert's answer counts, so there is no agreement to look at.", "Fill in the sheet Scores or Pairwise, or name another round."},
		{"W-PANEL-RANKING", "There is no ranking, so the panel is looked at without one.", "The message says why."},
		{"W-RATERS", "One or two experts decide a technology's place.", "Ask more experts before relying on it."},
	}},
	{"Selection", []Kind{
		{"E-COST", "The cost of a technology is negative, or too large to be added to others.", "Enter 0 or more."},
		{"E-COST-MISSING", "A technology has no cost while there is a budget. Missing is never counted as nothing.", "Enter what it costs (0 if nothing), or pin it out."},
		{"E-RULE", "A row of the sheet Rules is not a rule.", "Write its kind, whom it is about and, where it counts, a whole number; the message says which is wrong."},
		{"E-RULE-CYCLE", "Technologies require each other in a circle: nobody can say which comes first.", "Remove one of the rules, or pin the technologies together."},
		{"E-SYNERGY", "A synergy is of a technology with itself, stands twice, or is too large to be added to others.", "Name two technologies; keep one of two."},
		{"E-SELECT-CONFLICT", "No set of technologies obeys all rules within the budget. The fewest rules that cannot hold together are named with their cells.", "Give up or loosen one of them."},
		{"E-SELECT-LIMIT", "Nothing limits the choice: there is no budget, no length of the list and no rule.", "Give a budget, a shortlist length, or rules."},
		{"E-SELECT-PIN", "A technology is pinned in but not ranked.", "Unpin it, or ask for the answers it lacks."},
		{"E-SELECT-TIME", "No set that obeys the rules was found in time, and none was proven impossible.", "Allow more time, or loosen the rules."},
		{"E-SELECT-WEIGHTS", "The set of possible weights asked for does not exist.", "Choose another, or widen the bounds."},
		{"W-SELECT-VALUE", "The value of a set is a sum, and the method's score is not made to be added; what was taken as the value is said.", "Rank by weighted-sum for values that are made to be added."},
	}},
	{"Scores and terms", []Kind{
		{"E-SCORE-RANGE", "A score is outside the scale of its criterion.", "Correct the score, or the criterion's Min and Max."},
		{"E-SCORE-DUPLICATE", "An expert has scored a technology on a criterion twice in one round.", "Keep one of the two."},
		{"E-MIXED", "A criterion has values of two kinds, of evidence, scores or pairwise judgements, which are in different units.", "Keep one, or make them two criteria."},
		{"E-TERM", "A term of the sheet Scale has no number.", "Type one number, or three with semicolons for a fuzzy term."},
		{"E-FUZZY", "A fuzzy number is not three numbers in increasing order.", "Type the lowest possible value, the likeliest, and the highest: 6; 7; 8."},
		{"W-FUZZY", "There are fuzzy numbers and the method uses only one number of each.", "Choose fuzzy-topsis to use them as they are."},
	}},
	{"Links", []Kind{
		{"E-LINKS-NONE", "Something is asked of the links between partners, and there are none.", "Add a sheet Links with a row for each partner of a project."},
		{"E-LINKS-RANK", "The file holds links and nothing to rank by.", "Add the sheets Study, Criteria and Evidence or Scores; veche network measures the links as they are."},
		{"E-LINKS-SIZE", "Projects have so many partners that the pairs of them are too many to work out.", "Split the largest projects into the groups that work together, or leave them out."},
		{"E-LINK-DUPLICATE", "A partner stands twice in a project, for the same technology and period.", "Keep one row, with the sum of their commitments if both are meant."},
		{"E-LINK-BLOC", "A partner is in two blocs; which of its ties cross blocs is then not known.", "Give it one bloc, or name its parts as partners of their own."},
		{"E-LINK-MEASURE", "The column Links of Criteria names something the links are not measured by, or a mean of a number with shares.", "Write a measure that veche network prints, such as density, or several shares with semicolons between them."},
		{"E-COMMITMENT", "A commitment is not a number, or is negative.", "Enter an amount of 0 or more without its unit; leave it blank when it is not known."},
		{"W-LINK-BLOC", "Some partners have no bloc. Shares by bloc are of the ties and projects whose blocs are known.", "Fill in the column Bloc."},
		{"W-LINK-BLOC-NEAR", "A bloc of the links is nearly one of the sheet Blocs.", "Correct it if that one is meant."},
		{"W-LINK-HELIX", "The blocs are not science, business and the state by their names, and are not three: there are no figures of the triple helix.", "Call them so."},
		{"W-LINK-PERIOD", "Dates stand in the column Period and are read as years.", "Type the year, or whatever the period is called."},
		{"W-LINK-REGION", "A partner has several regions and counts for the first.", "Nothing needs doing if that is its seat."},
	}},
	{"Judgements", []Kind{
		{"E-INTENSITY", "The intensity of a judgement is missing, or outside 1 to 9.", "Enter 1 (equally) to 9 (extremely) and name the preferred one."},
		{"E-PREFERRED", "It is not said which of the two is preferred.", "Write A, B or =."},
		{"W-PREFERRED", "A or B is also the code of the other one; it was read as the column.", "Check that the column is meant, or rename the code."},
		{"E-JUDGEMENT-RANGE", "A judgement in a matrix is outside 1/9 to 9.", "Enter 1 to 9, or 1/2 to 1/9."},
		{"E-JUDGEMENT-SCALE", "So many judgements are outside 1/9 to 9 that they must be on another scale.", "Bring them to 1/9 to 9."},
		{"W-JUDGEMENT-RANGE", "A judgement of a survey is outside 1/9 to 9 and is left out as missing.", "Ask what was meant."},
		{"W-SNAP", "A rounded reciprocal such as 0.33 was read as 1/3.", "Nothing needs doing if that was meant."},
		{"E-MATRIX-SHAPE", "No square matrix is on the sheet, or its first row and first column differ.", "Write the same codes in both."},
		{"E-MATRIX-DIAGONAL", "Something is compared with itself and is not 1.", "Enter 1, or leave it blank."},
		{"E-MATRIX-RECIPROCAL", "A judgement below the diagonal contradicts the one above it.", "Correct one of the two; the upper triangle is enough."},
		{"E-PAIR-SAME", "Something is compared with itself.", "Compare it with another."},
		{"E-PAIR-MIXED", "A criterion is compared with a technology.", "Compare two of a kind."},
		{"E-PAIR-SIBLINGS", "Two criteria that are not below one parent are compared.", "Compare criteria below one parent."},
		{"E-PAIR-PARENT", "The column Parent, or the sheet's name, does not fit what is compared.", "Correct it; for technologies it is the criterion they are compared on."},
		{"E-PAIR-DUPLICATE", "An expert has compared the same two twice.", "Keep one of the two."},
		{"E-PAIR-MISSING", "An expert has not compared all pairs, and the method needs them all.", "Add the missing rows, or leave the expert out."},
		{"W-PAIR-MISSING", "An expert has not compared all pairs; the weights follow from the others.", "Ask for them for a surer answer."},
		{"E-PAIR-DISCONNECTED", "The judgements fall into groups with nothing between them; no weights follow.", "Compare at least one of each group with one of another."},
		{"W-PAIR-DISCONNECTED", "One expert's judgements fall into groups; they count for the panel, pair by pair, and give no weights of their own.", "Ask the expert for a comparison between the groups."},
		{"E-PAIR", "The judgements of a group of criteria cannot be used.", "Correct them as the message says."},
		{"E-AHP-NONE", "The weighting is made of judgements and nobody has compared a group of criteria.", "Fill in the sheet Pairwise, or set weighting to direct."},
		{"W-CR", "An expert's judgements contradict each other: the consistency ratio is above 0.1.", "Ask the expert to look at the judgement that is named."},
		{"E-BEST-WORST", "The best-worst weighting finds no criterion that outweighs all others, or none that all outweigh.", "Compare the best with every other, and every other with the worst."},
		{"W-BEST-WORST", "An expert's best-worst judgements contradict each other.", "Ask the expert to look at them again."},
	}},
	{"Surveys", []Kind{
		{"W-SURVEY", "The file holds judgements only; their criteria were taken from the headers, and weights follow but no ranking.", "Add Criteria, Technologies and Scores to rank."},
		{"E-SURVEY-RANK", "A ranking was asked for of a file that holds judgements of criteria only.", "Use veche weights, or add the sheets that are missing."},
		{"E-SURVEY-PAIR", "A row has judgements and names no pair.", "Write the two as “A vs B”."},
		{"E-SURVEY-EXPERTS", "Columns of judgements have no header that says whose they are.", "Write the expert's ID above each column."},
		{"W-SURVEY-EXPERTS", "No column says who answered: the rows are called R1, R2 and so on.", "Add a column Expert if they are people you know."},
		{"W-SURVEY-ROW", "Rows without any judgement are left out.", "Nothing needs doing unless these people answered."},
		{"W-SURVEY-MISSING", "Judgements are missing.", "Ask for them if you can."},
		{"E-SURVEY-NETWORK", "Elements are compared with respect to several others: a network (ANP), not a tree of criteria.", "Keep the comparisons with respect to one element, or lay them out as criteria and technologies."},
	}},
	{"Returned forms", []Kind{
		{"E-FORM-UNKNOWN", "The workbook is no form that veche forms wrote; its hidden sheet is missing, as when the sheets were copied into a new file.", "Ask for the form itself, or have the answers copied into a fresh form."},
		{"E-FORM-META", "The hidden sheet of a form was changed.", "Send the expert a fresh form."},
		{"E-FORM-VERSION", "The form was made by a newer version.", "Collect with that version."},
		{"E-FORM-STUDY", "The form belongs to another study.", "Collect it into its own study."},
		{"E-FORM-EXPERT", "The form's expert is not in the study.", "Add the expert to the sheet Experts, and collect again."},
		{"E-FORM-FILE", "The file is named as the form of one expert and holds the form of another. Whose answers these are is not known; they are not used.", "Ask who filled it in: give the file the name of that expert's form, or have the answers copied into it."},
		{"E-FORM-TWICE", "Two forms of one expert differ, in the cells that are named. Neither is used.", "Ask the expert which counts, and collect without the other."},
		{"E-FORM-CONFLICT", "The study has other answers of the expert for that round. The form is not used.", "Ask which counts; remove the old answers, or collect without the form."},
		{"E-FORM-SHEET", "The sheet with the answers, or its row of codes, is gone, or there are two and neither has its name.", "Ask for a fresh form."},
		{"E-FORM-SIZE", "A sheet holds far more cells than a form.", "Have the answers copied into a fresh form."},
		{"E-FORM-COLUMN", "A column is gone from a form; what stood in it is not known.", "Ask for a complete form."},
		{"E-FORM-ROW", "A row is gone from a form.", "Ask for a complete form."},
		{"E-FORM-NAME", "Beside a code stands another name than in the study: the answers may be about something else. They are not used.", "Ask what the row or column is about, and put the name back."},
		{"E-FORM-SCALE", "A criterion was asked on another scale than it has now.", "Send a fresh form for it."},
		{"E-FORM-GONE", "The form has answers to what the study does not ask any more.", "Nothing needs doing if it was removed for good."},
		{"W-FORM-ROUND", "The form is of another round than most; its answers go to its own round.", "Check that it was meant to count."},
		{"W-FORM-MERGED", "Answer cells were merged into one; it counts for the first of them, the others are blank.", "Ask whether the answer is meant for all."},
		{"W-FORM-OLD", "The form was made before the study changed; the message says what changed. Answers that still match are merged.", "Ask about the others if they matter."},
		{"W-FORM-TITLE", "The study was called otherwise when the form was made.", "Check that it is the same study."},
		{"W-FORM-NAMED", "The expert was called otherwise when the form was made.", "Check that it is the same person."},
		{"W-FORM-EXCLUDED", "The expert is left out of the study; the answers are kept and do not count.", "Nothing needs doing."},
		{"W-FORM-NONE", "No form of an expert came back.", "Ask for it, and collect again."},
		{"W-FORM-BLANK", "An expert left cells blank; they count as not answered.", "Ask for them if they matter."},
		{"W-FORM-TWICE", "Two forms of one expert say the same, or one of them is blank; it was used once.", "Nothing needs doing."},
		{"W-FORM-EXTRA", "Something stands in a form outside the questions. It was not merged.", "Read it."},
		{"W-FORM-KEPT", "An expert left blank what the study has answers to; these were kept.", "Remove them from the study if the expert withdrew them."},
		{"W-FORM-LOCK", "The file is the lock that Excel keeps beside an open workbook.", "Close the form before collecting."},
	}},
}
