#include "cli/ci_variables.h"

#include "base/json.h"
#include "cli/environment.h"

namespace cordon::cli {

Result<git::Variables> ci_variables() {
  std::string before;
  const std::string path = environment("GITHUB_EVENT_PATH");
  if (environment("GITHUB_EVENT_NAME") == "push" && !path.empty()) {
    std::string text = TRY_CONTEXT(read_file(path, Limits{}.bytes), "reading what GITHUB_EVENT_PATH names");
    const Document event = TRY_CONTEXT(json::parse(std::move(text)), "reading " + path);
    before = event.root()["before"].text();
  }
  return [before](std::string_view name) {
    return name == git::kEventBefore ? before : environment(std::string(name).c_str());
  };
}

}  // namespace cordon::cli
