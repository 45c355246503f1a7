<?php
/**
 * Plugin Name:       Stet
 * Plugin URI:        https://github.com/stet-newsroom/stet
 * Description:       Lets the editor Stet draft, review, approve and publish on this site: nobody's work is overwritten, nothing is published twice, and a live page stays up while it is being edited.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Author:            The Stet newsroom
 * License:           GPL-3.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-3.0.html
 * Text Domain:       stet
 * Domain Path:       /languages
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

const VERSION   = '0.1.0';
const REST      = 'stet/v1';
const POST_TYPE = 'post';

require_once __DIR__ . '/includes/class-database.php';
require_once __DIR__ . '/includes/class-lock.php';
require_once __DIR__ . '/includes/class-unit.php';
require_once __DIR__ . '/includes/class-versions.php';
require_once __DIR__ . '/includes/class-keys.php';
require_once __DIR__ . '/includes/class-fields.php';
require_once __DIR__ . '/includes/class-articles.php';
require_once __DIR__ . '/includes/class-review.php';
require_once __DIR__ . '/includes/class-workflow.php';
require_once __DIR__ . '/includes/class-changes.php';
require_once __DIR__ . '/includes/class-media.php';
require_once __DIR__ . '/includes/class-info.php';
require_once __DIR__ . '/includes/class-faq.php';
require_once __DIR__ . '/includes/class-page.php';

register_activation_hook( __FILE__, array( Database::class, 'activate' ) );
register_deactivation_hook( __FILE__, array( Database::class, 'deactivate' ) );

/**
 * Hooks every part up.
 */
function start() {
	load_plugin_textdomain( 'stet', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
	Database::start();
	Lock::start();
	Unit::start();
	Versions::start();
	Keys::start();
	Fields::start();
	Articles::start();
	Review::start();
	Workflow::start();
	Changes::start();
	Media::start();
	Info::start();
	Faq::start();
	Page::start();
}
add_action( 'plugins_loaded', __NAMESPACE__ . '\start' );
