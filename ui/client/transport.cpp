#include "ui/client/transport.h"
