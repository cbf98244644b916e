#include "host/sensor/client_names.h"

namespace cordon::host {

std::vector<std::string> client_names() {
  return {"npm",      "npm-cli.js",     "npx",        "npx-cli.js", "pnpm",    "pnpm.cjs", "pnpm.mjs",
          "pnpx",     "pnpx.cjs",       "pnpm.js",    "yarn",       "yarn.js", "yarn.cjs", "yarnpkg",
          "yarn.mjs", "yarn-berry.cjs", "yarnpkg.js", "bun",        "bunx",    "corepack", "corepack.js",
          "cnpm",     "corepack.cjs",   "tnpm",       "pnpm-exe",   "npm.js"};
}

std::vector<std::string> interpreter_names() {
  return {"node", "nodejs", "env", "sh", "bash", "dash", "busybox", "ash", "zsh", "ksh", "deno", "nice", "nohup"};
}

}  // namespace cordon::host
