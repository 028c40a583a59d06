package zipxml

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// TestScanner reads parts one byte at a time, with a limit of 14 bytes for tags
// and 8 for text. "" means no error.
func TestScanner(t *testing.T) {
	for _, tt := range []struct{ xml, want string }{
		{`<a>12345678</a>`, ""},
		{`<a>123456789</a>`, "text is longer"},
		{`<a b="34567"/>`, ""},
		{`<a b="34567890"/>`, "longer than 14"},
		{`<a b='>>>'/>`, ""},
		{`<a b='">'/>`, ""},
		{`<a b=">'"/>`, ""},
		{`<a b="<"/>`, "unescaped <"},
		{`<a b=">><<<<<<<<`, "longer"},
		{`<!--a-b--><a/>`, ""},
		{`<!----><a/>`, ""},
		{`<a/><!----->`, `"--" not allowed`},
		{`<a/><!---`, "too early"},
		{`<a/><!----`, "too early"},
		{`<!-->12345678901`, "tag is longer"},
		{`<!--<<<<<<<<<<<-->`, "tag is longer"},
		{`<a><![CDATA[<a>]]></a>`, ""},
		{`<a><![CDATA[]]>12345678</a>`, ""},
		{`<a><![CDATA[]>]]]]></a>`, ""},
		{`<a><![CDATA[<a><a><a>]]></a>`, "text is longer"},
		{`<![CDATA[ ]]><a/>`, "outside the root"},
		{`<?a b?><a/>`, ""},
		{`<?a??><a/>`, "invalid processing instruction"},
		{`<?a?><a/>`, ""},
		{`<??><a/>`, "target"},
		{`<a/><?xml version="1.0"?>`, "longer"},
		{`<a/><?XML v?>`, "not at the start"},
		{`<?a <><><><><><>?>`, "tag is longer"},
		{`<!DOCTYPE a>`, "DOCTYPE"},
		{`<!doctype`, "DOCTYPE"},
		{`<!-a`, "DOCTYPE"},
		{`<!-[CDATA[`, "DOCTYPE"},
		{`<![-`, "DOCTYPE"},
		{`<![CDAT-`, "DOCTYPE"},
		{`<!ELEMENT`, "DOCTYPE"},
		{`<![CDAT`, "too early"},
		{`<!`, "too early"},
		{`<`, "too early"},
		{`<a`, "too early"},
		{`<a>`, "too early"},
		{`<a></a`, "too early"},
		{` `, "empty"},
		{"\uFEFF<a/>", ""},
		{"\uFEFF\uFEFF<a/>", "outside the root"},
		{" \uFEFF<a/>", "outside the root"},
		{`<>a`, "element name"},
		{`< a/>`, "element name"},
		{`<1a/>`, "element name"},
		{`<a/ >`, "attribute name"},
		{`<a b/>`, "without ="},
		{`<a b=c/>`, "unquoted"},
		{`<a b='c"/>`, "too early"},
		{`<a b=''c=''/>`, "attribute name"},
		{`<a b = ''/>`, ""},
		{`<a b='' b=""/>`, "twice"},
		{`<a></a >`, ""},
		{`<a></ a>`, "closed by"},
		{`<a></b>`, "closed by"},
		{`<a></ab>`, "closed by"},
		{`<a></a b=''>`, "closed by"},
		{`</a>`, "unexpected end tag"},
		{`<a/></a>`, "unexpected end tag"},
		{`<a/><b/>`, "second root"},
		{`<a/> x`, "outside the root"},
		{`<a/>&#32;`, "outside the root"},
		{`<a>&lt;&gt;</a>`, ""},
		{`<a>&nbsp;</a>`, "entity &nbsp;"},
		{`<a>a & b</a>`, "entity"},
		{`<a>&#x1F600;</a>`, "text is longer"},
		{`<a>&#x80;</a>`, ""},
		{`<a>&#xD800;</a>`, "illegal"},
		{`<a>&#X41;</a>`, "entity"},
		{`<a>&#-1;</a>`, "entity"},
		{`<a>&#;</a>`, "entity"},
		{`<a>&#0;</a>`, "illegal"},
		{"<a>\x00</a>", "illegal"},
		{"<a>\uFFFE</a>", "illegal"},
		{"<a>\xC3</a>", "UTF-8"},
		{"<a>\xED\xA0\x80</a>", "UTF-8"},
		{"<a b='\xFF'/>", "UTF-8"},
		{"<!--\xFF--><a/>", "UTF-8"},
		{"<ж/>", "element name"},
		{`<a>]]></a>`, "]]>"},
		{`<a>]]]></a>`, "]]>"},
		{`<a>]] ></a>`, ""},
		{`<x:a/>`, "undeclared"},
		{`<a x:b=''/>`, "undeclared"},
		{`<a xml:b=''/>`, ""},
		{`<:a/>`, "element name"},
		{`<a:/>`, "invalid name"},
		{`<a:b:c/>`, "invalid name"},
		{`<xml:a/>`, ""},
	} {
		lim := Limits{Tag: 14, Run: 8}.Filled()
		p := new(Part)
		p.reset("p", iotest.OneByteReader(strings.NewReader(tt.xml)), &lim, nil)
		p.spend = func(int) bool { return true }
		var err error
		for err == nil {
			_, err = p.Next()
		}
		if tt.want == "" && err != io.EOF || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q gives %v, want %q", tt.xml, err, tt.want)
		}
	}
}

func TestShown(t *testing.T) {
	if got := Shown("a\x1b[31m\u009b" + strings.Repeat("ж", 100)); strings.ContainsAny(got, "\x1b\u009b") || utf8.RuneCountInString(got) != 61 {
		t.Errorf("shown gives %q", got)
	}
}
