// YAML streams: limits hold, places are right, and a text that is cut or changed never breaks the reader.
#include "base/yaml.h"

#include "check_document.h"

using namespace cordon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string source(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.depth = 50;  // smaller than usual, so that small inputs reach them
  limits.entries = 20'000;
  const auto documents = yaml::parse_all(source, limits);
  if (!documents) {
    fuzz::check_error(documents.error(), source);
    return 0;
  }
  fuzz::expect(!documents->empty() && documents->size() <= limits.documents);
  for (const Document& document : *documents) {
    fuzz::check_document(document, limits, false);  // an alias repeats shadowed members
    fuzz::check_round_trip(document.root());
  }
  return 0;
}
