package write

// OrNil makes a blank cell of an empty text.
func OrNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// NumberOrNil makes a blank cell of a number that is not there.
func NumberOrNil(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}
