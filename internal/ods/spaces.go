package ods

// The namespaces of the format (OpenDocument 1.2, part 1, 1.3), by the numbers
// that elements have for them.
const (
	office uint8 = iota + 1
	table
	text
	style
	number
	calcext // LibreOffice's own
	dc
	manifest
)

var spaces = []string{
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0",
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0",
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0",
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0",
	"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
	"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
	"http://purl.org/dc/elements/1.1/",
	"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
