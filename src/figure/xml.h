#pragma once

#include <string>
#include <string_view>

namespace seglab::figure {

/// Safe as the content of an element and of a quoted attribute: & < > " ' are escaped, bytes that are no UTF-8 and
/// characters that XML 1.0 forbids become U+FFFD.
std::string xmlEscaped(std::string_view text);
/// At most two decimals, without trailing zeros, with a full stop in every locale: "12", "0.5", "-3.25".
std::string decimal(float value);
std::string base64(std::string_view bytes);

}  // namespace seglab::figure
