package study

import "errors"

// Check adds to what the reading of a study found, none of it an error, what evaluating it finds.
func Check(s *Study, read Issues) Issues {
	var found Issues
	switch {
	case s.LinksOnly: // there is nothing to evaluate; what is wrong with the links, the reading has said
	case s.CriteriaOnly:
		w, err := Weigh(s)
		if errors.As(err, &found) {
			return append(read, found...)
		} else if err == nil {
			return append(read, w.Warnings...)
		}
	default:
		p, err := Prepare(s)
		if errors.As(err, &found) {
			return append(read, found...)
		} else if err == nil {
			return p.Warnings // those of the reading are among them
		}
	}
	return read
}
