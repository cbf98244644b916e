// Asks src/change about names, one a line of the standard input, for bench/rivals_names.py.
//
//   probe_names judge            name, strength, kind, target, its popularity and the target's (0: not listed)
//   probe_names near TARGETS     name, distance, target: the nearest of a file of names, up to two edits away
//   probe_names time             what the first call, each other one and a look-up cost
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "change/look_alike.h"
#include "change/name_edits.h"
#include "change/popular.h"
#include "change/popular_targets.h"

using namespace cordon::change;

namespace {

std::vector<std::string> lines_of(std::istream& stream) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

int decibels(std::optional<Magnitude> magnitude) { return magnitude ? magnitude->decibels : 0; }

void judge(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto found = look_alike("npm", name);
    if (!found) {
      std::cout << name << "\t-\n";
      continue;
    }
    std::cout << name << '\t' << (found->strength == LookAlikeStrength::report ? "report" : "hint") << '\t'
              << to_string(found->kind) << '\t' << found->target << '\t' << decibels(found->name_popularity) << '\t'
              << decibels(found->target_popularity) << '\n';
  }
}

void near(const std::vector<std::string>& names, const std::vector<std::string>& targets) {
  std::vector<std::uint64_t> masks;
  masks.reserve(targets.size());
  for (const std::string& target : targets) masks.push_back(letter_mask(target));
  for (const std::string& name : names) {
    const std::uint64_t mask = letter_mask(name);
    std::size_t least = 3;
    const std::string* nearest = nullptr;
    for (std::size_t i = 0; i < targets.size() && least > 0; ++i) {
      if (__builtin_popcountll(masks[i] ^ mask) > 4) continue;
      const std::size_t distance = edit_distance(name, targets[i], 2);
      if (distance >= least) continue;
      least = distance;
      nearest = &targets[i];
    }
    if (nearest != nullptr) std::cout << name << '\t' << least << '\t' << *nearest << '\n';
  }
}

// Milliseconds of CPU time.
double now_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void time(const std::vector<std::string>& names) {
  double before = now_ms();
  const bool first = look_alike("npm", "lodahs").has_value();
  std::cout << "first\t" << now_ms() - before << '\t' << first << '\n';
  before = now_ms();
  std::size_t found = 0;
  for (const std::string& name : names) found += look_alike("npm", name).has_value() ? 1 : 0;
  std::cout << "each\t" << now_ms() - before << '\t' << found << '\n';
  before = now_ms();
  found = 0;
  for (const std::string& name : names) found += popularity("npm", name).has_value() ? 1 : 0;
  std::cout << "look-up\t" << now_ms() - before << '\t' << found << '\n';
  std::cout << "targets\t" << PopularTargets::of_npm().all().size() << "\t0\n";
}

}  // namespace

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  const std::string_view mode = count > 1 ? arguments[1] : "";
  const std::vector<std::string> names = lines_of(std::cin);
  if (mode == "judge") {
    judge(names);
  } else if (mode == "near" && count > 2) {
    std::ifstream targets(arguments[2]);
    near(names, lines_of(targets));
  } else if (mode == "time") {
    time(names);
  } else {
    std::cerr << "usage: probe_names judge|near TARGETS|time\n";
    return 2;
  }
  return 0;
}
