// The words by which commands, paths and calls are recognised: the one place to add one. Rules stand elsewhere; here is
// only what things are called.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace cordon::inspect::words {

template <std::size_t size>
constexpr bool is_one_of(std::string_view word, const std::array<std::string_view, size>& list) {
  return std::ranges::find(list, word) != list.end();
}

// Programs, as the first word of a command, without folder and ".exe", in lower case.
inline constexpr std::array kDownloaders =
    std::to_array<std::string_view>({"curl", "wget", "aria2c", "certutil", "bitsadmin", "invoke-webrequest", "iwr",
                                     "start-bitstransfer", "mshta", "irm", "invoke-restmethod"});
// These fetch and start in one.
inline constexpr std::array kDownloadingStarters = std::to_array<std::string_view>({"mshta", "regsvr32", "msiexec"});
// Words of PowerShell that fetch, and that run what they are given. In lower case.
inline constexpr std::array kPowershellFetches =
    std::to_array<std::string_view>({"downloadstring", "downloadfile", "downloaddata", "invoke-webrequest", "iwr",
                                     "irm", "invoke-restmethod", "start-bitstransfer", "openread", "curl", "wget"});
inline constexpr std::array kPowershellRuns =
    std::to_array<std::string_view>({"iex", "invoke-expression", "scriptblock", "start-process"});
inline constexpr std::array kShells =
    std::to_array<std::string_view>({"sh", "bash", "zsh", "dash", "ksh", "ash", "cmd", "powershell", "pwsh"});
inline constexpr std::array kInterpreters = std::to_array<std::string_view>({"sh",
                                                                             "bash",
                                                                             "zsh",
                                                                             "dash",
                                                                             "ksh",
                                                                             "ash",
                                                                             "cmd",
                                                                             "powershell",
                                                                             "pwsh",
                                                                             "node",
                                                                             "nodejs",
                                                                             "bun",
                                                                             "deno",
                                                                             "python",
                                                                             "perl",
                                                                             "ruby",
                                                                             "php",
                                                                             "tsx",
                                                                             "osascript",
                                                                             "wscript",
                                                                             "cscript",
                                                                             "mshta",
                                                                             "source",
                                                                             ".",
                                                                             "python3",
                                                                             "python2",
                                                                             "iex",
                                                                             "eval",
                                                                             "invoke-expression",
                                                                             "ts-node",
                                                                             "rundll32"});
// Of these, what runs JavaScript.
inline constexpr std::array kNodes =
    std::to_array<std::string_view>({"node", "nodejs", "bun", "deno", "tsx", "ts-node"});
// Words that only start what follows them.
inline constexpr std::array kStarters = std::to_array<std::string_view>({"start-process",
                                                                         "saps",
                                                                         "sudo",
                                                                         "env",
                                                                         "nohup",
                                                                         "exec",
                                                                         "time",
                                                                         "command",
                                                                         "cross-env",
                                                                         "setsid",
                                                                         "start",
                                                                         "call",
                                                                         "then",
                                                                         "do",
                                                                         "else",
                                                                         "if",
                                                                         "while",
                                                                         "!",
                                                                         "{",
                                                                         "builtin",
                                                                         "nice",
                                                                         "ionice",
                                                                         "timeout",
                                                                         "stdbuf",
                                                                         "busybox",
                                                                         "toybox",
                                                                         "doas",
                                                                         "xvfb-run",
                                                                         "chronic",
                                                                         "bunx",
                                                                         "npx",
                                                                         "is-ci",
                                                                         "cross-env-shell",
                                                                         "opencollective-exclude"});
inline constexpr std::array kBackground = std::to_array<std::string_view>({"nohup", "setsid", "disown"});
inline constexpr std::array kDecoders = std::to_array<std::string_view>({"base64", "xxd", "openssl"});
inline constexpr std::array kPackageClients = std::to_array<std::string_view>({"npm", "yarn", "pnpm", "bun"});
// These start scripts of package.json by their names.
inline constexpr std::array kScriptRunners =
    std::to_array<std::string_view>({"run-s", "run-p", "npm-run-all", "npm-run-all2"});
inline constexpr std::array kClientVerbs = std::to_array<std::string_view>(
    {"run",     "run-script", "rum", "urn",  "publish", "token", "whoami", "exec", "explore", "x",  "dlx",
     "install", "i",          "add", "test", "t",       "tst",   "start",  "stop", "restart", "ci", "rebuild"});
// These connect what they are given with somebody else.
inline constexpr std::array kPipesToOthers =
    std::to_array<std::string_view>({"nc", "ncat", "netcat", "socat", "telnet"});
// What does nothing but say, leave or look.
inline constexpr std::array kSaysOnly =
    std::to_array<std::string_view>({"echo", "printf", "write-host", "exit", "true", "false", ":", "test", "["});

// Where downloads of other runtimes lie: pieces of addresses and of file names.
inline constexpr std::array kRuntimeSources = std::to_array<std::string_view>(
    {"bun.sh/install", "oven-sh/bun/", "bun-linux-", "bun-darwin-", "bun-windows-", "denoland/deno/",
     "deno.land/install", "deno-x86_64-", "python-build-standalone", "python.org/ftp/python", "nodejs.org/dist/"});

// Paths to secrets. Each stands between separators of paths, or at the end of one. What other files are called, too,
// has its folder in front.
inline constexpr std::array kSecretPaths = std::to_array<std::string_view>({".npmrc",
                                                                            ".yarnrc.yml",
                                                                            ".ssh",
                                                                            "id_rsa",
                                                                            "id_ed25519",
                                                                            ".aws",
                                                                            ".config/gcloud",
                                                                            ".azure",
                                                                            ".kube",
                                                                            ".docker/config.json",
                                                                            ".netrc",
                                                                            "_netrc",
                                                                            ".git-credentials",
                                                                            ".pypirc",
                                                                            ".gnupg",
                                                                            ".vault-token",
                                                                            ".config/gh",
                                                                            "gh/hosts.yml",
                                                                            ".bash_history",
                                                                            ".zsh_history",
                                                                            "Login Data",
                                                                            "Local State",
                                                                            "cookies.sqlite",
                                                                            "logins.json",
                                                                            "key4.db",
                                                                            "Local Extension Settings",
                                                                            ".config/solana",
                                                                            "wallet.dat",
                                                                            "exodus.wallet",
                                                                            ".electrum",
                                                                            "Electrum/wallets",
                                                                            "Application Support/Exodus",
                                                                            "Roaming/Exodus",
                                                                            ".config/Exodus",
                                                                            ".ethereum/keystore",
                                                                            "login.keychain-db",
                                                                            "Library/Keychains",
                                                                            "Default/Cookies",
                                                                            "Network/Cookies",
                                                                            "Library/Cookies",
                                                                            "User Data/Cookies",
                                                                            ".terraform.d/credentials.tfrc.json",
                                                                            ".config/op",
                                                                            ".cargo/credentials.toml"});
inline constexpr std::string_view kTokenPaths[] = {".npmrc", ".yarnrc.yml"};
// Names of what lets its owner publish.
inline constexpr std::array kTokenWords = std::to_array<std::string_view>(
    {"_authToken", "NPM_TOKEN", "NODE_AUTH_TOKEN", "npm_config__auth", "NPM_AUTH_TOKEN"});
// Where clients say which project a package is installed for.
inline constexpr std::array kProjectVariables =
    std::to_array<std::string_view>({"INIT_CWD", "npm_config_local_prefix", "PROJECT_CWD"});
// What miners and their pools say to each other, and what miners are called and told.
inline constexpr std::array kMiningProtocol = std::to_array<std::string_view>(
    {"mining.subscribe", "mining.authorize", "mining.submit", "stratum+tcp:", "stratum+ssl:"});
inline constexpr std::array kMinerNames = std::to_array<std::string_view>({"xmrig", "--donate-level", "minerd"});
// The address at which clouds give credentials to whoever asks from inside.
inline constexpr std::array kMetadataHosts =
    std::to_array<std::string_view>({"169.254.169.254", "169.254.170.2", "metadata.google.internal"});

// Where hooks of git lie.
inline constexpr std::array kHookPaths = std::to_array<std::string_view>({".git/hooks", ".husky"});
// Files that editors, agents, shells and systems run or obey by themselves.
inline constexpr std::array kControlPaths = std::to_array<std::string_view>({".claude",
                                                                             ".cursor",
                                                                             ".gemini",
                                                                             ".codex",
                                                                             ".windsurf",
                                                                             ".continue",
                                                                             ".aider.conf.yml",
                                                                             ".vscode/tasks.json",
                                                                             ".mcp.json",
                                                                             ".vscode/settings.json",
                                                                             ".cursorrules",
                                                                             ".github/workflows",
                                                                             ".bashrc",
                                                                             ".zshrc",
                                                                             ".profile",
                                                                             ".bash_profile",
                                                                             ".zprofile",
                                                                             ".zshenv",
                                                                             "LaunchAgents",
                                                                             "LaunchDaemons",
                                                                             "systemd/user",
                                                                             "systemd/system",
                                                                             "/etc/profile.d",
                                                                             "/etc/cron.d",
                                                                             ".config/autostart",
                                                                             "Programs/Startup",
                                                                             "CurrentVersion/Run",
                                                                             "authorized_keys",
                                                                             "config.fish",
                                                                             "crontabs"});

// What shared hosts serve belongs to whoever owns the first label or folder, not to the owner of the domain.
inline constexpr std::array kSharedDomains =
    std::to_array<std::string_view>({"github.com",        "gitlab.com",
                                     "bitbucket.org",     "github.io",
                                     "gitlab.io",         "githubusercontent.com",
                                     "vercel.app",        "netlify.app",
                                     "pages.dev",         "workers.dev",
                                     "web.app",           "firebaseapp.com",
                                     "herokuapp.com",     "onrender.com",
                                     "amazonaws.com",     "googleapis.com",
                                     "windows.net",       "cloudfront.net",
                                     "ngrok.io",          "ngrok-free.app",
                                     "trycloudflare.com", "blogspot.com",
                                     "wordpress.com",     "medium.com",
                                     "notion.site",       "glitch.me",
                                     "repl.co",           "surge.sh",
                                     "fly.dev",           "sourceforge.net",
                                     "google.com",        "npm.im",
                                     "codeberg.org",      "codeberg.page",
                                     "azurewebsites.net", "digitaloceanspaces.com"});
// Their folders are accounts.
inline constexpr std::array kCodeHosts = std::to_array<std::string_view>(
    {"github.com", "gitlab.com", "bitbucket.org", "raw.githubusercontent.com", "codeload.github.com", "api.github.com",
     "objects.githubusercontent.com", "codeberg.org"});
inline constexpr std::array kReservedEndings =
    std::to_array<std::string_view>({".test", ".example", ".invalid", "example.com", "example.net", "example.org"});

// What stands in a path or command for a name that every program has: the folder of the running file, and its runtime.
constexpr std::string_view text_of_path(std::string_view path) {
  if (path == "__dirname" || path == "import.meta.dirname") return ".";
  if (path == "process.execPath" || path == "process.argv.0" || path == "process.argv0" ||
      path == "process.env.npm_node_execpath" || path == "process.env.NODE")
    return "node";
  return {};
}
// Functions of JavaScript that make code or a command of what they are given, by the last part of their names.
inline constexpr std::array kSinks = std::to_array<std::string_view>(
    {"eval", "Function", "exec", "execSync", "runInThisContext", "runInNewContext", "_compile", "constructor"});
// More files that agents, git and clients obey. A package has files of these names itself: what counts lies outside.
inline constexpr std::array kOutsideControlPaths =
    std::to_array<std::string_view>({"CLAUDE.md", "AGENTS.md", ".git/config", ".npmrc"});
// Where the system shows the environment of a program.
inline constexpr std::array kEnvironmentFiles = std::to_array<std::string_view>({"/proc/self/environ"});
// Libraries that make text of the objects that they are given to send.
inline constexpr std::array kEncodingSenders =
    std::to_array<std::string_view>({"axios", "got", "needle", "request", "superagent", "phin", "bent", "ky"});
// Keys of what a request carries.
inline constexpr std::array kBodyKeys =
    std::to_array<std::string_view>({"body", "data", "json", "form", "formData", "params"});

// Endings of files that nobody evaluates.
inline constexpr std::array kProse =
    std::to_array<std::string_view>({"md", "json", "html", "css", "yml", "yaml", "map", "lock"});

// Addresses at which a registry takes releases and tells of accounts: paths, as the protocol has them.
inline constexpr std::array kPublishPaths = std::to_array<std::string_view>(
    {"-/whoami", "/-/npm/v1/tokens", "-/v1/search?text=maintainer:", "-/user/org.couchdb.user:", "/-/npm/v1/user"});
inline constexpr std::string_view kPublishBody = "_attachments";

// Functions that compilers put around a module: what they give is the module.
inline constexpr std::array kModuleWrappers = std::to_array<std::string_view>(
    {"__importDefault", "__importStar", "_interopRequireDefault", "_interopRequireWildcard", "__toESM",
     "__importWildcard", "_interopDefault", "_interop_require_default"});

// Modules that matter; what hides one of these names hides it for a reason.
inline constexpr std::array kHiddenNames = std::to_array<std::string_view>(
    {"child_process", "https",        "http",     "fs",      "os",       "net",       "dns",        "vm",
     "crypto",        "path",         "execSync", "exec",    "spawn",    "spawnSync", "unlinkSync", "renameSync",
     "writeFileSync", "readFileSync", "eval",     "require", "platform", "tmpdir",    "homedir",    "request",
     "process"});
inline constexpr std::array kHiddenPieces =
    std::to_array<std::string_view>({"child_process", "require(", "http://", "https://", "eval(", "powershell", "curl ",
                                     "/bin/sh", "process.env", "wget "});

// Addresses of money. Regular expressions and literals that look for them, each a family of its own.
inline constexpr std::array kAddressPatterns = std::to_array<std::string_view>(
    {"0x[a-fA-F0-9]{40}", "0x[0-9a-fA-F]{40}", "bc1", "[13][a-km-zA-HJ-NP-Z", "T[1-9A-HJ-NP-Za-km-z]{33}",
     "T[A-Za-z1-9]{33}", "ltc1", "[LM3]", "[1-9A-HJ-NP-Za-km-z]{32,44}", "(bitcoincash:)?[qp]", "r[0-9a-zA-Z]{24,34}"});
// What a page's scripts send money and requests through.
inline constexpr std::array kWalletEntries = std::to_array<std::string_view>(
    {"window.ethereum", "ethereum.request", "ethereum.send", "ethereum.sendAsync", "window.ethereum.request",
     "window.ethereum.send", "window.ethereum.sendAsync", "window.solana", "solana.signTransaction",
     "window.solana.signTransaction", "solana.signAndSendTransaction", "window.solana.signAndSendTransaction"});
inline constexpr std::array kRequestEntries = std::to_array<std::string_view>(
    {"window.fetch", "globalThis.fetch", "self.fetch", "XMLHttpRequest.prototype.open", "XMLHttpRequest.prototype.send",
     "window.XMLHttpRequest.prototype.open", "window.XMLHttpRequest.prototype.send"});

}  // namespace cordon::inspect::words
