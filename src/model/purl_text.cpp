#include "model/purl_text.h"

#include <algorithm>

#include "base/percent.h"
#include "base/text.h"

namespace cordon::model {

std::string purl_for_people(std::string_view purl) {
  std::string_view rest = purl.substr(0, purl.find_first_of("?#"));
  if (rest.starts_with("pkg:")) rest.remove_prefix(std::min(rest.find('/'), rest.size() - 1) + 1);
  const std::size_t at = rest.rfind('@');
  if (at == std::string_view::npos || at == 0) return text::visible(percent_decoded(rest));
  return text::visible(percent_decoded(rest.substr(0, at)) + " " + percent_decoded(rest.substr(at + 1)));
}

}  // namespace cordon::model
