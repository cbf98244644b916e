#include "inspect/calls.h"

#include <algorithm>
#include <array>

namespace cordon::inspect {
namespace {

struct Row {
  std::string_view name;
  CallKind kind;
};

constexpr std::array kProcess =
    std::to_array<std::string_view>({"exec", "execSync", "spawn", "spawnSync", "execFile", "execFileSync", "fork"});
constexpr std::array kFile = std::to_array<Row>({{"readFile", CallKind::read},
                                                 {"readFileSync", CallKind::read},
                                                 {"createReadStream", CallKind::read},
                                                 {"readJson", CallKind::read},
                                                 {"readJsonSync", CallKind::read},
                                                 {"readdir", CallKind::list},
                                                 {"readdirSync", CallKind::list},
                                                 {"opendir", CallKind::list},
                                                 {"opendirSync", CallKind::list},
                                                 {"open", CallKind::look},
                                                 {"existsSync", CallKind::look},
                                                 {"exists", CallKind::look},
                                                 {"stat", CallKind::look},
                                                 {"statSync", CallKind::look},
                                                 {"lstatSync", CallKind::look},
                                                 {"access", CallKind::look},
                                                 {"accessSync", CallKind::look},
                                                 {"mkdir", CallKind::look},
                                                 {"mkdirSync", CallKind::look},
                                                 {"writeFile", CallKind::write},
                                                 {"writeFileSync", CallKind::write},
                                                 {"appendFile", CallKind::write},
                                                 {"appendFileSync", CallKind::write},
                                                 {"outputFile", CallKind::write},
                                                 {"outputFileSync", CallKind::write},
                                                 {"createWriteStream", CallKind::write},
                                                 {"writeJson", CallKind::write},
                                                 {"writeJsonSync", CallKind::write},
                                                 {"openSync", CallKind::look},
                                                 {"cp", CallKind::move},
                                                 {"symlink", CallKind::move},
                                                 {"link", CallKind::move},
                                                 {"copyFile", CallKind::move},
                                                 {"copyFileSync", CallKind::move},
                                                 {"rename", CallKind::move},
                                                 {"renameSync", CallKind::move},
                                                 {"symlinkSync", CallKind::move},
                                                 {"linkSync", CallKind::move},
                                                 {"cpSync", CallKind::move},
                                                 {"copySync", CallKind::move},
                                                 {"moveSync", CallKind::move},
                                                 {"unlink", CallKind::remove},
                                                 {"unlinkSync", CallKind::remove},
                                                 {"rm", CallKind::remove},
                                                 {"rmSync", CallKind::remove},
                                                 {"rmdirSync", CallKind::remove},
                                                 {"removeSync", CallKind::remove},
                                                 {"chmod", CallKind::permit},
                                                 {"chmodSync", CallKind::permit},
                                                 {"remove", CallKind::remove},
                                                 {"copy", CallKind::move}});
// Modules whose calls are those of files.
constexpr std::array kFileModules = std::to_array<std::string_view>({"fs", "fs-extra", "graceful-fs", "node:fs"});
constexpr std::array kNetworkModules = std::to_array<std::string_view>({"http",
                                                                        "https",
                                                                        "http2",
                                                                        "net",
                                                                        "tls",
                                                                        "dgram",
                                                                        "axios",
                                                                        "got",
                                                                        "needle",
                                                                        "request",
                                                                        "node-fetch",
                                                                        "undici",
                                                                        "superagent",
                                                                        "phin",
                                                                        "bent",
                                                                        "follow-redirects.http",
                                                                        "follow-redirects.https",
                                                                        "make-fetch-happen",
                                                                        "cross-fetch",
                                                                        "ws",
                                                                        "download",
                                                                        "simple-get",
                                                                        "@electron/get"});
constexpr std::array kNetworkMethods =
    std::to_array<std::string_view>({"get", "post", "put", "request", "fetch", "connect", "createConnection", "default",
                                     "stream", "patch", "download", "WebSocket", "Socket", "createSocket", "concat"});
constexpr std::array kDns = std::to_array<std::string_view>(
    {"resolve", "resolve4", "resolve6", "resolveTxt", "lookup", "resolveAny", "resolveCname"});
// Functions that anything has: what made them makes functions out of texts.
constexpr std::array kMethodsOfAll = std::to_array<std::string_view>(
    {"constructor", "eval",           "require",  "filter",   "map",        "flat",  "at",      "sub",
     "toString",    "hasOwnProperty", "parseInt", "Function", "Object",     "Array", "String",  "Number",
     "Boolean",     "Symbol",         "Promise",  "RegExp",   "setTimeout", "fetch", "push",    "slice",
     "call",        "apply",          "bind",     "concat",   "join",       "log",   "function"});
// Whole paths.
constexpr std::array kWhole = std::to_array<Row>({{"fetch", CallKind::network},
                                                  {"XMLHttpRequest", CallKind::network},
                                                  {"WebSocket", CallKind::network},
                                                  {"navigator.sendBeacon", CallKind::network},
                                                  {"Bun.spawn", CallKind::run},
                                                  {"Bun.spawnSync", CallKind::run},
                                                  {"Bun.$", CallKind::run},
                                                  {"execa", CallKind::run},
                                                  {"cross-spawn", CallKind::run},
                                                  {"cross-spawn.sync", CallKind::run},
                                                  {"cross-spawn.spawn", CallKind::run},
                                                  {"execa.command", CallKind::run},
                                                  {"execa.execa", CallKind::run},
                                                  {"execa.sync", CallKind::run},
                                                  {"shelljs.exec", CallKind::run},
                                                  {"process.binding().spawn", CallKind::run},
                                                  {"eval", CallKind::evaluate},
                                                  {"Function", CallKind::evaluate},
                                                  {"function.constructor", CallKind::evaluate},
                                                  {"Function.prototype.constructor", CallKind::evaluate},
                                                  {"vm.runInThisContext", CallKind::evaluate},
                                                  {"vm.runInNewContext", CallKind::evaluate},
                                                  {"vm.runInContext", CallKind::evaluate},
                                                  {"vm.Script", CallKind::evaluate},
                                                  {"vm.compileFunction", CallKind::evaluate},
                                                  {"module._compile", CallKind::evaluate},
                                                  {"require", CallKind::load},
                                                  {"import", CallKind::load},
                                                  {"module.require", CallKind::load},
                                                  {"process.mainModule.require", CallKind::load},
                                                  {"module.createRequire()", CallKind::load},
                                                  {"require.resolve", CallKind::other},
                                                  {"path.join", CallKind::join},
                                                  {"path.resolve", CallKind::join},
                                                  {"path.posix.join", CallKind::join},
                                                  {"path.win32.join", CallKind::join},
                                                  {"os.homedir", CallKind::home},
                                                  {"os.tmpdir", CallKind::home},
                                                  {"Object.keys", CallKind::keep},
                                                  {"Object.values", CallKind::keep},
                                                  {"Object.entries", CallKind::keep},
                                                  {"Object.assign", CallKind::keep},
                                                  {"Error", CallKind::say}});
// Whole paths of what makes texts, or compares them.
constexpr std::array kWholeOfTexts = std::to_array<Row>({{"atob", CallKind::decode},
                                                         {"unescape", CallKind::decode},
                                                         {"Buffer.from", CallKind::decode},
                                                         {"Buffer", CallKind::decode},
                                                         {"String.fromCharCode", CallKind::decode},
                                                         {"String.fromCodePoint", CallKind::decode},
                                                         {"decodeURIComponent", CallKind::decode},
                                                         {"zlib.gunzipSync", CallKind::decode},
                                                         {"zlib.inflateSync", CallKind::decode},
                                                         {"zlib.brotliDecompressSync", CallKind::decode},
                                                         {"crypto.createDecipheriv", CallKind::decode},
                                                         {"JSON.stringify", CallKind::encode},
                                                         {"btoa", CallKind::encode},
                                                         {"encodeURIComponent", CallKind::encode},
                                                         {"querystring.stringify", CallKind::encode},
                                                         {"URLSearchParams", CallKind::encode},
                                                         {"util.inspect", CallKind::encode},
                                                         {"util.format", CallKind::encode},
                                                         {"v8.serialize", CallKind::encode},
                                                         {"crypto.createCipheriv", CallKind::encode},
                                                         {"crypto.publicEncrypt", CallKind::encode},
                                                         {"zlib.gzipSync", CallKind::encode},
                                                         {"crypto.createHash", CallKind::hasher},
                                                         {"crypto.timingSafeEqual", CallKind::digest},
                                                         {"crypto.createVerify", CallKind::hasher},
                                                         {"crypto.verify", CallKind::digest},
                                                         {"ssri.checkData", CallKind::digest},
                                                         {"ssri.checkStream", CallKind::digest}});
// Last names, whatever they are called on.
constexpr std::array kLast = std::to_array<Row>({{"push", CallKind::put_into},
                                                 {"unshift", CallKind::put_into},
                                                 {"set", CallKind::put_into},
                                                 {"append", CallKind::put_into},
                                                 {"add", CallKind::put_into},
                                                 {"includes", CallKind::ask},
                                                 {"indexOf", CallKind::ask},
                                                 {"startsWith", CallKind::ask},
                                                 {"endsWith", CallKind::ask},
                                                 {"test", CallKind::ask},
                                                 {"has", CallKind::ask},
                                                 {"some", CallKind::ask},
                                                 {"every", CallKind::ask},
                                                 {"hasOwnProperty", CallKind::ask},
                                                 {"_compile", CallKind::evaluate},
                                                 {"homedir", CallKind::home},
                                                 {"tmpdir", CallKind::home},
                                                 {"checkIntegrity", CallKind::digest},
                                                 {"fromCharCode", CallKind::decode},
                                                 {"codePointAt", CallKind::decode},
                                                 {"charCodeAt", CallKind::decode},
                                                 {"isArray", CallKind::ask},
                                                 {"createHash", CallKind::hasher},
                                                 {"runInThisContext", CallKind::evaluate}});

CallKind find(std::string_view name, const auto& rows) {
  const auto row = std::ranges::find(rows, name, &Row::name);
  return row == rows.end() ? CallKind::other : row->kind;
}

bool holds(const auto& list, std::string_view name) { return std::ranges::find(list, name) != list.end(); }

// The names of the global object, in Node and elsewhere.
constexpr std::array kGlobals =
    std::to_array<std::string_view>({"globalThis.", "global.", "window.", "self.", "root.", "GLOBAL."});

std::string_view without_global(std::string_view path) {
  for (const std::string_view name : kGlobals)
    if (path.starts_with(name)) return path.substr(name.size());
  return path;
}

// "fs" of "fs.promises", "http" of "http.request()": up to what was called or asked for.
std::string_view before_last(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

std::string_view last_of(std::string_view path) { return path.substr(path.rfind('.') + 1); }

bool is_network(std::string_view receiver, std::string_view last) {
  for (const std::string_view ending : {".default", ".create()", ".extend()"})
    if (receiver.ends_with(ending)) receiver.remove_suffix(ending.size());
  return holds(kNetworkModules, receiver) && holds(kNetworkMethods, last);
}

}  // namespace

std::string_view without_apply(std::string_view path) {
  for (const std::string_view ending : {".call", ".apply"})
    if (path.ends_with(ending)) path.remove_suffix(ending.size());
  return path;
}

void add_member(std::string& path, std::string_view member) {
  const bool is_global = (path == "globalThis" || path == "global") && member != "fetch" && member != "?";
  if (is_global) path = member;
  else path.append(".").append(member);
}

int weight_of(std::string_view path) {
  if (path.empty()) return 0;
  const std::string_view module = path.substr(0, path.find('.'));
  return module == "child_process" || module == "vm" || path == "eval" ? 2 : 1;
}

CallKind kind_of_call(std::string_view path) {
  path = without_global(path);
  if (path.empty()) return CallKind::other;
  if (const CallKind whole = find(path, kWhole); whole != CallKind::other) return whole;
  if (const CallKind whole = find(path, kWholeOfTexts); whole != CallKind::other) return whole;
  const std::string_view receiver = before_last(path), last = path.substr(receiver.empty() ? 0 : receiver.size() + 1);
  if (receiver.empty()) return holds(kNetworkModules, path) ? CallKind::network : CallKind::other;
  if (receiver == "console" || receiver.ends_with("log") || receiver.ends_with("logger") ||
      receiver == "process.stdout" || receiver == "process.stderr")
    return CallKind::say;
  if (receiver == "child_process" && holds(kProcess, last)) return CallKind::run;
  const std::string_view files = receiver.ends_with(".promises") ? receiver.substr(0, receiver.size() - 9) : receiver;
  if (holds(kFileModules, files) || files == "fs/promises") return find(last, kFile);
  if (is_network(receiver, last) || (receiver == "net.Socket()" && last == "connect")) return CallKind::network;
  if (last == "constructor" && holds(kMethodsOfAll, last_of(receiver))) return CallKind::evaluate;
  if ((receiver == "dns" || receiver == "dns.promises" || receiver == "dns/promises") && holds(kDns, last))
    return CallKind::network;
  if (last == "end" || last == "write" || last == "send") {
    std::string_view on = receiver;
    if (on.ends_with("()")) on.remove_suffix(2);
    if (on != receiver && kind_of_call(on) == CallKind::network) return CallKind::send;
  }
  return find(last, kLast);
}

}  // namespace cordon::inspect
