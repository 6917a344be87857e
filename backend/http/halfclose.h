#pragma once
#include <QtGlobal>

namespace datakubo::http {

// Tells the peer of a plain socket that nothing more will be written, while reading goes on: a
// full close with unread input would make the kernel reset the connection and the peer lose the
// answer. Qt has no call for it.
void closeForWriting(qintptr descriptor);

} // namespace datakubo::http
