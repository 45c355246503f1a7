<?php
// Installs the throw-away site once, with a user of every role and an application password for each.
// Arguments: folder of WordPress, port, file for the credentials, "yes" for the companion plugin.
list( , $www, $port, $env, $companion ) = $argv;
$_SERVER['HTTP_HOST']       = "127.0.0.1:$port";
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define( 'WP_INSTALLING', true );
function wp_new_blog_notification() {} // No mail leaves.
require "$www/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
add_filter( 'pre_wp_mail', '__return_false' );
if ( ! is_blog_installed() ) {
	wp_install( 'Stet test site', 'admin', 'admin@example.test', true, '', 'admin-pw' );
}
global $wp_rewrite;
$wp_rewrite->set_permalink_structure( '/%year%/%monthnum%/%postname%/' );
$wp_rewrite->flush_rules( false );
update_option( 'timezone_string', 'America/New_York' ); // Not UTC, so that mistaken times show.

$known = is_file( $env ) ? file_get_contents( $env ) : '';
$lines = "WP_URL=http://127.0.0.1:$port\n";
$roles = array( 'admin' => 'administrator', 'edith' => 'editor', 'arthur' => 'author', 'connie' => 'contributor', 'sub' => 'subscriber' );
foreach ( $roles as $login => $role ) {
	$user = get_user_by( 'login', $login );
	$key  = 'WP_' . strtoupper( $role );
	if ( $user && preg_match( "/^$key=(.*)$/m", $known, $found ) ) {
		$lines .= "$key=$found[1]\n";
		continue;
	}
	$id = $user ? $user->ID : wp_insert_user(
		array(
			'user_login'   => $login,
			'user_pass'    => "$login-pw",
			'user_email'   => "$login@example.test",
			'display_name' => ucfirst( $login ),
			'role'         => $role,
		)
	);
	list( $password ) = WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'stet ' . bin2hex( random_bytes( 3 ) ) ) );
	$lines           .= "$key=$login:$password\n";
}
file_put_contents( $env, $lines );
if ( 'yes' === $companion ) {
	$result = activate_plugin( 'stet/stet.php' );
	if ( is_wp_error( $result ) ) {
		fwrite( STDERR, $result->get_error_message() . "\n" );
		exit( 1 );
	}
} else {
	deactivate_plugins( 'stet/stet.php', true );
}
