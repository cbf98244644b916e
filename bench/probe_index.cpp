// What `./dev bench intel` measures inside one process: opening an index, matching a list of releases, a delta.
//
// usage: probe_index match INDEX RELEASES     RELEASES: lines "ecosystem name version"
//        probe_index delta INDEX RECORDS.zip N  the first N records of the archive, said to be new
// Prints one line of numbers with their names: milliseconds of wall and CPU time of this thread.
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "archive/zip_read.h"
#include "base/os/mapped_file.h"
#include "intel/index/advisory_match.h"
#include "intel/index/index_write.h"
#include "intel/osv/advisory_parse.h"

namespace {

using namespace cordon;

double cpu_ms() {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double wall_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Release {
  std::string ecosystem, name, version;
};

std::vector<Release> read_releases(const char* path) {
  std::vector<Release> out;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    Release release;
    words >> release.ecosystem >> release.name >> release.version;
    out.push_back(std::move(release));
  }
  return out;
}

[[noreturn]] void give_up(const Error& error) {
  std::cerr << "probe_index: " << error.describe() << "\n";
  std::exit(2);
}

template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error());
  return std::move(*result);
}

void match(const char* path, const char* list) {
  const std::vector<Release> releases = read_releases(list);
  const double wall = wall_ms(), cpu = cpu_ms();
  const os::MappedFile file = must(os::MappedFile::open(path));
  const intel::AdvisoryIndex index = must(intel::AdvisoryIndex::open(file.content()));
  const double opened_wall = wall_ms(), opened_cpu = cpu_ms();
  std::size_t hits = 0;
  for (const Release& release : releases)
    hits += must(intel::match_advisories(index, std::array{intel::PackageName{release.ecosystem, release.name}},
                                         release.version))
                .hits.size();
  std::cout << "open_wall " << opened_wall - wall << " open_cpu " << opened_cpu - cpu << " match_wall "
            << wall_ms() - opened_wall << " match_cpu " << cpu_ms() - opened_cpu << " releases " << releases.size()
            << " hits " << hits << "\n";
}

std::vector<intel::Advisory> first_records(const char* archive, std::size_t count) {
  const os::MappedFile file = must(os::MappedFile::open(archive));
  const archive::ZipArchive zip = must(archive::ZipArchive::open(file.content()));
  std::string text;
  std::vector<intel::Advisory> out;
  for (const archive::ZipEntry& entry : zip.entries()) {
    if (out.size() == count) break;
    if (const auto done = zip.extract(entry, text); !done) give_up(done.error());
    intel::Advisory advisory = must(intel::parse_advisory(text));
    advisory.modified = 0xFFFFFFF0;  // newer than what the index has
    out.push_back(std::move(advisory));
  }
  return out;
}

void delta(const char* path, const char* archive, std::size_t count) {
  std::vector<intel::Advisory> changed = first_records(archive, count);
  const os::MappedFile file = must(os::MappedFile::open(path));
  const intel::AdvisoryIndex index = must(intel::AdvisoryIndex::open(file.content()));
  const double wall = wall_ms(), cpu = cpu_ms();
  intel::IndexBuilder builder = must(intel::IndexBuilder::from(index));
  const intel::AdvisoryBatch batch = must(intel::pack_batch(std::move(changed)));
  if (const auto added = builder.add(batch); !added) give_up(added.error());
  const std::string bytes = must(builder.finish("[]"));
  std::cout << "delta_wall " << wall_ms() - wall << " delta_cpu " << cpu_ms() - cpu << " records " << count << " bytes "
            << bytes.size() << "\n";
}

}  // namespace

int main(int count, char** arguments) {
  const std::string verb = count > 1 ? arguments[1] : "";
  if (verb == "match" && count == 4) match(arguments[2], arguments[3]);
  else if (verb == "delta" && count == 5) delta(arguments[2], arguments[3], std::strtoul(arguments[4], nullptr, 10));
  else return 2;
  return 0;
}
