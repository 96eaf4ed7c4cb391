// The gallery as a page of its own: its search, and arrows from entry to entry.

import { bringAlive } from "./found.js";

bringAlive(document.body);
