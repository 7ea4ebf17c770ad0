// The one Stimulus application. Every page works without it; controllers only make it quicker or kinder.
import { Application } from "../vendor/stimulus/stimulus.js";

import CopyController from "./controllers/copy.js";
import DismissController from "./controllers/dismiss.js";
import EffortController from "./controllers/effort.js";
import IdleController from "./controllers/idle.js";
import MenuController from "./controllers/menu.js";
import NewsController from "./controllers/news.js";
import PrintController from "./controllers/print.js";
import QuickExitController from "./controllers/quick-exit.js";
import SuggestController from "./controllers/suggest.js";

export const application = Application.start();
application.register("copy", CopyController);
application.register("dismiss", DismissController);
application.register("effort", EffortController);
application.register("idle", IdleController);
application.register("menu", MenuController);
application.register("news", NewsController);
application.register("print", PrintController);
application.register("quick-exit", QuickExitController);
application.register("suggest", SuggestController);
