// Everything that makes filling in a form kinder; each page works without it.
import { application } from "../../js/application.js";

import AutosaveController from "./autosave.js";
import FocusController from "./focus.js";
import LiveController from "./live.js";
import OnceController from "./once.js";
import PresenceController from "./presence.js";
import RefreshController from "./refresh.js";
import RowsController from "./rows.js";
import UploadController from "./upload.js";

application.register("autosave", AutosaveController);
application.register("focus", FocusController);
application.register("wizard", LiveController);
application.register("once", OnceController);
application.register("presence", PresenceController);
application.register("refresh", RefreshController);
application.register("rows", RowsController);
application.register("upload", UploadController);
