#include "javascript/lexer.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon::javascript {
namespace {

// "n:a p:= r:/b/" of a text.
std::string tokens_of(std::string_view text) {
  Lexer lexer(text);
  std::string out;
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (!out.empty()) out += ' ';
    out += "?n#s`rp!"[static_cast<std::size_t>(token.kind)];
    out += ':';
    out += lexer.text_of(token);
  }
  return out;
}

TEST(Lexer, TellsNamesNumbersTextsAndPunctuators) {
  EXPECT_EQ(tokens_of("var a = 1 + .5e-3 - 0x1e+2n;"), "n:var n:a p:= #:1 p:+ #:.5e-3 p:- #:0x1e p:+ #:2n p:;");
  EXPECT_EQ(tokens_of("f('a', \"b\")"), "n:f p:( s:'a' p:, s:\"b\" p:)");
  EXPECT_EQ(tokens_of("'a\\'b' 'c\\\r\nd'"), "s:'a\\'b' s:'c\\\r\nd'");
  EXPECT_EQ(tokens_of("this.#x?.y ?? a?.5:b"), "n:this p:. n:#x p:?. n:y p:? p:? n:a p:? #:.5 p:: n:b");
  EXPECT_EQ(tokens_of("\\u{72}equire \\u0065val a\\u{62}c"), "n:\\u{72}equire n:\\u0065val n:a\\u{62}c");
  EXPECT_EQ(tokens_of("x=>{} a++ --b"), "n:x p:=> p:{ p:} n:a p:++ p:-- n:b");
  EXPECT_EQ(tokens_of("\xEF\xBB\xBF"
                      "caf\xC3\xA9\xC2\xA0"
                      "b"),
            "n:caf\xC3\xA9 n:b");
}

TEST(Lexer, LeavesCommentsOut) {
  EXPECT_EQ(tokens_of("#!/usr/bin/env node\na // 'b'\n/* \"c\" */ d"), "n:a n:d");
  EXPECT_EQ(tokens_of("a /* never ends"), "n:a");
  Lexer lexer(
      "// harmless\xE2\x80\xA8"
      "evil()");
  EXPECT_EQ(lexer.text_of(lexer.next()), "evil");
  EXPECT_EQ(lexer.oddities().separator_comments, 1u);
}

TEST(Lexer, ReadsWhatIsACommentInScriptsOnly) {
  // A module runs what follows; a backtick in it must not swallow the lines below.
  EXPECT_EQ(tokens_of("x<!-- evil() `\ny('`')"), "n:x n:evil p:( p:) !:` n:y p:( s:'`' p:)");
  EXPECT_EQ(tokens_of("a\n--> /*\nb"), "n:a n:b");
  Lexer lexer("<!-- a");
  lexer.next();
  EXPECT_EQ(lexer.oddities().html_comments, 1u);
}

TEST(Lexer, TellsDivisionFromExpressions) {
  const std::pair<const char*, const char*> cases[] = {
      {"a / b / c", "n:a p:/ n:b p:/ n:c"},
      {"a = /b'/g", "n:a p:= r:/b'/g"},
      {"f(/[/'\\]]/)", "n:f p:( r:/[/'\\]]/ p:)"},
      {"return /'/", "n:return r:/'/"},
      {"a.return / b / 'c'", "n:a p:. n:return p:/ n:b p:/ s:'c'"},
      {"if (a) /'/.test(b)", "n:if p:( n:a p:) r:/'/ p:. n:test p:( n:b p:)"},
      {"f(a) / b / 'c'", "n:f p:( n:a p:) p:/ n:b p:/ s:'c'"},
      {"x.if(a) / b / 'c'", "n:x p:. n:if p:( n:a p:) p:/ n:b p:/ s:'c'"},
      {"{} /'/.test(a)", "p:{ p:} r:/'/ p:. n:test p:( n:a p:)"},
      {"a = {} / b / 'c'", "n:a p:= p:{ p:} p:/ n:b p:/ s:'c'"},
      {"function f() {} /'/", "n:function n:f p:( p:) p:{ p:} r:/'/"},
      {"class A extends B {} /'/", "n:class n:A n:extends n:B p:{ p:} r:/'/"},
      {"a[0] / b / 'c'", "n:a p:[ #:0 p:] p:/ n:b p:/ s:'c'"},
      {"a++ / b / 'c'", "n:a p:++ p:/ n:b p:/ s:'c'"},
      {"() => {} \n/'/", "p:( p:) p:=> p:{ p:} r:/'/"},
      {"switch (a) {case 1: {} /'/}", "n:switch p:( n:a p:) p:{ n:case #:1 p:: p:{ p:} r:/'/ p:}"},
      {"({a: {} / b / 'c'})", "p:( p:{ n:a p:: p:{ p:} p:/ n:b p:/ s:'c' p:} p:)"},
      {"for (const a of /'/) b", "n:for p:( n:const n:a n:of r:/'/ p:) n:b"},
      {"of / a / 'b'", "n:of p:/ n:a p:/ s:'b'"},
      // Functions and classes that are values.
      {"a = function() {} / b / 'c'", "n:a p:= n:function p:( p:) p:{ p:} p:/ n:b p:/ s:'c'"},
      {"(function* f(a = {}) {} / b / 'c')",
       "p:( n:function p:* n:f p:( n:a p:= p:{ p:} p:) p:{ p:} p:/ n:b p:/ s:'c' p:)"},
      {"f(a, async function g() {{} /'/} / b)",
       "n:f p:( n:a p:, n:async n:function n:g p:( p:) p:{ p:{ p:} r:/'/ p:} p:/ n:b p:)"},
      {"a ? function() {b: {} /'/} / 'c' : 1",
       "n:a p:? n:function p:( p:) p:{ n:b p:: p:{ p:} r:/'/ p:} p:/ s:'c' p:: #:1"},
      {"a = class B extends C.D {} / b / 'c'", "n:a p:= n:class n:B n:extends n:C p:. n:D p:{ p:} p:/ n:b p:/ s:'c'"},
      {"export default function() {} /'/", "n:export n:default n:function p:( p:) p:{ p:} r:/'/"},
      {"export default class {} /'/", "n:export n:default n:class p:{ p:} r:/'/"},
      {"a = 1; function f() {} /'/", "n:a p:= #:1 p:; n:function n:f p:( p:) p:{ p:} r:/'/"},
      // A variable, where no generator is.
      {"a = yield / b / 'c'", "n:a p:= n:yield p:/ n:b p:/ s:'c'"},
      {"function* f() {yield /'/}", "n:function p:* n:f p:( p:) p:{ n:yield r:/'/ p:}"},
      {"a = {*f() {yield /'/}}", "n:a p:= p:{ p:* n:f p:( p:) p:{ n:yield r:/'/ p:} p:}"},
      // Of a new line it belongs to what follows.
      {"a = b\n++/'/.c", "n:a p:= n:b p:++ r:/'/ p:. n:c"},
      {"`a` / b / 'c'", "`:`a` p:/ n:b p:/ s:'c'"},
  };
  for (const auto& [text, tokens] : cases) EXPECT_EQ(tokens_of(text), tokens) << text;
}

TEST(Lexer, ReadsTemplatesWithWhatIsPutIn) {
  EXPECT_EQ(tokens_of("`a${b + `c${'}'}`}d` + e"), "`:`a${ n:b p:+ `:`c${ s:'}' `:}` `:}d` p:+ n:e");
  EXPECT_EQ(tokens_of("`a\\`b$\\{` c"), "`:`a\\`b$\\{` n:c");
  EXPECT_EQ(tokens_of("`${{a: {}}}` / b"), "`:`${ p:{ n:a p:: p:{ p:} p:} `:}` p:/ n:b");
  EXPECT_EQ(tokens_of("`never\nends"), "!:` n:never n:ends");
}

TEST(Lexer, GoesOnBehindWhatDoesNotEnd) {
  EXPECT_EQ(tokens_of("'a\nrequire('b')"), "!:' n:a n:require p:( s:'b' p:)");
  EXPECT_EQ(tokens_of("= /a\nrequire('b')"), "p:= !:/ n:a n:require p:( s:'b' p:)");
  EXPECT_EQ(tokens_of("<p>don't</p>\nf('a')"), "p:< n:p p:> n:don !:' n:t p:< p:/ n:p p:> n:f p:( s:'a' p:)");
  EXPECT_EQ(tokens_of("}}]) a"), "p:} p:} p:] p:) n:a");
  EXPECT_EQ(tokens_of("\\"), "n:\\");
  EXPECT_EQ(tokens_of("'\\"), "!:' n:\\");
}

TEST(Lexer, KnowsWhereLinesEnd) {
  Lexer lexer(
      "a b\nc /* \n */ d\xE2\x80\xA8"
      "e");
  const bool expected[] = {true, false, true, true, true};
  for (const bool is : expected) EXPECT_EQ(lexer.next().after_newline, is);
}

// Each of these once made a search for an end begin anew at every byte.
TEST(Lexer, IsLinearInWhatNeverEnds) {
  constexpr std::size_t kTimes = 500'000;
  for (const char* piece : {"`\\", "\"\\", "'\\", "/[", "/*", "`${", "{", "(", "<!--`", "\\u{", "}/["}) {
    std::string text;
    for (std::size_t i = 0; i < kTimes; ++i) text += piece;
    Lexer lexer(text);
    std::size_t count = 0;
    while (lexer.next().kind != TokenKind::end) ++count;
    EXPECT_LE(count, text.size()) << piece;
  }
}

}  // namespace
}  // namespace cordon::javascript
