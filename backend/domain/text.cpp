#include "backend/domain/text.h"

#include <algorithm>

namespace datakubo {

qsizetype characterCount(QStringView text)
{
    return text.size()
           - std::count_if(text.begin(), text.end(), [](QChar c) { return c.isLowSurrogate(); });
}

} // namespace datakubo
