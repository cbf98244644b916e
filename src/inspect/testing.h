// Packages in memory for tests. Of the tests alone.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inspect/conjunctions.h"
#include "inspect/peek.h"

namespace cordon::inspect::testing {

class Package {
 public:
  explicit Package(std::string manifest) { add("package.json", std::move(manifest)); }

  Package& add(std::string path, std::string content) {
    const std::string& name = texts_->emplace_back(std::move(path));
    files_.push_back({name, 0644, texts_->emplace_back(std::move(content))});
    return *this;
  }

  std::vector<PackageFile>& files() { return files_; }
  Peek peek(const PeekLimits& limits = {}) const { return inspect::peek(files_, limits); }

 private:
  std::shared_ptr<std::deque<std::string>> texts_ = std::make_shared<std::deque<std::string>>();  // of all copies
  std::vector<PackageFile> files_;
};

// One whose installation runs this code.
inline Package installing(std::string code) {
  return Package(R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": "node setup.js"}})")
      .add("setup.js", std::move(code));
}

inline bool has(const Peek& peek, FlagKind kind) {
  return std::ranges::any_of(peek.flags, [&](const Flag& flag) { return flag.kind == kind; });
}

inline Tier tier_of(const std::vector<Conclusion>& conclusions, std::string_view rule) {
  const auto found = std::ranges::find(conclusions, rule, &Conclusion::rule);
  return found == conclusions.end() ? Tier::inform : found->tier;
}

inline Tier highest(const std::vector<Conclusion>& conclusions) {
  return conclusions.empty() ? Tier::inform : conclusions.front().tier;
}

}  // namespace cordon::inspect::testing
